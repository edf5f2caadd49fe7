"""What quality staff do in an investigation, step by step on their screens."""

from playwright.sync_api import expect

from .inspections import add_row, begin, fill, photographed
from .screens import Screen

XRF, LOUPE = "XRF spectrometer", "Microscope with measuring eyepiece"


def confirmed(inspector: Screen) -> int:
    inspector.press("action_confirm")
    inspector.confirm()
    expect(inspector.page.locator(".alert-warning:visible")).to_contain_text(
        "a second person"
    )
    return inspector.record_id()


def prongs(inspector: Screen, number: str) -> int:
    begin(inspector, number, "Prongs")
    fill(inspector, 0, LOUPE, LOUPE, figure=22)
    fill(inspector, 1, LOUPE, LOUPE, figure=55)
    fill(inspector, 2, "Eye and loupe", LOUPE, answer="Gap seen")
    photographed(inspector, "The prong at two o'clock is lifted.")
    return confirmed(inspector)


def fineness(inspector: Screen, number: str) -> int:
    """A figure without an instrument is not taken."""
    begin(inspector, number, "Fineness")
    fill(inspector, 0, "X-ray", "", figure=735)
    photographed(inspector, "Three places of the shank.")
    inspector.press("action_confirm")
    inspector.confirm()
    assert "instrument" in inspector.refusal()
    inspector.tab("Results")
    fill(inspector, 0, "X-ray", XRF, figure=735)
    found = confirmed(inspector)
    line = inspector.page.locator(".alert-danger:visible")
    expect(line).to_contain_text("Critical finding")
    return found


def looked_at_again(manager: Screen, inspections: list[int], ring: dict) -> None:
    for inspection in inspections:
        manager.open(f"jewellery-inspections/{inspection}")
        manager.press("action_approve")
        manager.expect("second_user_id", "Siu Kin Wah")
    manager.tab("Other Pieces")
    expect(manager.field("other_lot_ids")).to_contain_text(ring["other"])


def written_up(inspector: Screen, investigation: int) -> None:
    """All steps of 8D; what is missing is named at once."""
    inspector.open(f"jewellery-investigations/{investigation}")
    inspector.press("action_submit")
    refused = inspector.refusal()
    for word in ("Containment", "Escape Point", "Root Cause"):
        assert word in refused, refused
    inspector.tab("Problem")
    inspector.choose("team_ids", "Lo Yiu Cheung")
    for name, text in (
        ("what", "Body 735 ‰ under the mark 750, contact 22 %."),
        ("when_happened", "Within four months of wear"),
        ("where_happened", "Shank and prong; sold in TST"),
        ("who_concerned", "Found by the customer"),
        ("how_found", "XRF and microscope"),
        ("how_many", "1 of 2"),
    ):
        inspector.type(name, text)
    inspector.tab("Containment")
    inspector.type("containment", "The batch is out of the shops.")
    inspector.tab("Findings")
    add_row(inspector, "finding_ids", name="Fineness 735 ‰")
    inspector.tab("Root Cause")
    add_row(inspector, "why_ids", name="Why 735 ‰?", answer="Scrap in the melt")
    inspector.choose("cause_id", "Alloy")
    inspector.type("escape_point", "Incoming goods: one of a hundred is measured.")
    inspector.save()
    inspector.press("action_submit")
    inspector.expect("state", "Submitted")


def accepted(manager: Screen, investigation: int) -> None:
    manager.open(f"jewellery-investigations/{investigation}")
    manager.press("action_decide")
    manager.type("comment", "Two causes; the alloy is the heavier one.")
    manager.press("action_accept")
    manager.expect("state", "Accepted")
    manager.expect("analysis_comment", "the alloy is the heavier one")


def asked_department(inspector: Screen, investigation: int, department: str) -> None:
    """Whoever leads the investigation asks who set the stone."""
    inspector.open(f"jewellery-investigations/{investigation}")
    inspector.press("action_ask_department")
    inspector.choose("department_id", department)
    inspector.type("reason", "Prongs too short")
    inspector.type("question", "Which cutter was it?")
    inspector.press("action_ask")
    inspector.tab("Departments")
    expect(inspector.field("referral_ids")).to_contain_text("Which cutter was it?")


def answered(person: Screen, words: str) -> None:
    """The question is open on the screen; it is taken on and answered."""
    person.press("action_accept")
    person.expect("state", "Accepted")
    person.press("action_answer")
    person.type("words", words)
    person.press("action_confirm")
    expect(person.page.locator(".modal:visible")).to_have_count(0)


def impossible_values(quality: Screen, ring: dict) -> None:
    """Percent for ‰, stones heavier than the ring, one certificate for two rings."""
    piece, other = ring["lots"]
    quality.open(f"jewellery-pieces/{piece}")
    quality.type("fineness", "7500")
    refused(quality, "‰")
    add_row(quality, "jewellery_stone_ids", number="1", carat="40")
    refused(quality, "weigh")
    certified(quality, f"HG {ring['tag']}", ring["serial"])
    quality.save()
    certified(quality, f"hg-{ring['tag']}", ring["other"])
    refused(quality, "belongs to")


def certified(quality: Screen, number: str, serial: str) -> None:
    quality.open("jewellery-certificates/new")
    quality.choose("laboratory_id", "GIA")
    quality.choose("lot_id", serial)
    quality.type("number", number)


def refused(screen: Screen, words: str) -> None:
    """Saving says why not; then it is given up."""
    screen.page.locator(".o_form_button_save:visible").first.click()
    said = screen.refusal()
    assert words in said, said
    screen.page.locator(".o_form_button_cancel:visible").first.click()
    screen.idle()
