import {animationFrame, queryAllTexts} from "@odoo/hoot-dom";
import {
    contains,
    mountWithCleanup,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {expect, test} from "@odoo/hoot";
import {browser} from "@web/core/browser/browser";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {registry} from "@web/core/registry";
import {WatchCard} from "@watch_complaint_addon/watch_card/watch_card";

defineMailModels();

const ROW = {
    criterion: "mean_rate",
    label: "Mean rate",
    limits: "-4 to +6 s/d",
    text: "Up to 6 seconds a day fast is as it should be.",
    source: "ISO 3159",
};
const CARD = {
    name: "Field 36",
    facts: [
        {label: "Movement", value: "Automatic"},
        {label: "Power Reserve", value: "42 h"},
    ],
    class: "Chronometer",
    description: "Tested in five positions.",
    rows: [
        ROW,
        {criterion: "isochronism", label: "Isochronism", limits: "", source: ""},
    ],
    languages: [
        {
            label: "繁體中文",
            rows: [{...ROW, label: "平均日差", text: "每日快六秒屬正常。"}],
        },
    ],
};

const mountCard = (card) =>
    mountWithCleanup(WatchCard, {props: {name: "card", record: {data: {card}}}});

test("a case without a watch shows nothing", async () => {
    await mountCard(false);
    expect(".o_watch_card").toHaveCount(0);
    expect(registry.category("fields").get("watch_card").component).toBe(WatchCard);
});

test("what the watch is, and what it should do", async () => {
    await mountCard(CARD);
    expect(".o_watch_card h4").toHaveText("Field 36");
    expect(queryAllTexts("dt")).toEqual(["Movement", "Power Reserve"]);
    expect(queryAllTexts("dd")).toEqual(["Automatic", "42 h"]);
    expect(".o_watch_card p").toHaveText("Tested in five positions.");
    expect("[data-criterion]").toHaveCount(2);
    expect("[data-criterion=mean_rate]").toHaveText(/-4 to \+6 s\/d/);
    expect("[data-criterion=mean_rate] button").toHaveCount(1);
    expect("[data-criterion=isochronism] button").toHaveCount(0, {
        message: "there is no sentence to copy",
    });
});

test("a watch without a rate class promises nothing", async () => {
    await mountCard({...CARD, description: "", rows: [], languages: []});
    expect(".btn-group").toHaveCount(0);
    expect(".o_watch_card p").toHaveText(/nothing is promised about its rate/);
});

test("the sentences in the language of the customer, and back", async () => {
    await mountCard(CARD);
    await contains(".btn-group button:contains(繁體中文)").click();
    expect("[data-criterion]").toHaveCount(1);
    expect("[data-criterion=mean_rate] b").toHaveText("平均日差");
    await contains(".btn-group button:contains(My language)").click();
    expect("[data-criterion]").toHaveCount(2);
    expect("[data-criterion=mean_rate] b").toHaveText("Mean rate");
});

test("a sentence is copied as it is shown", async () => {
    patchWithCleanup(browser.navigator.clipboard, {
        writeText: async (text) => expect.step(text),
    });
    await mountCard(CARD);
    await contains("[data-criterion=mean_rate] button").click();
    await contains(".btn-group button:contains(繁體中文)").click();
    await contains("[data-criterion=mean_rate] button").click();
    await animationFrame();
    expect.verifySteps([ROW.text, "每日快六秒屬正常。"]);
    expect(".o_notification").toHaveCount(2);
});
