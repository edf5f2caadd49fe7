import {expect, test} from "@odoo/hoot";
import {WatchSheet} from "@watch_complaint_addon/watch_sheet/watch_sheet";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {mountWithCleanup} from "@web/../tests/web_test_helpers";
import {queryAllTexts} from "@odoo/hoot-dom";
import {registry} from "@web/core/registry";

defineMailModels();

const ROWS = [
    {
        criterion: "mean_rate",
        label: "Mean rate",
        source: "ISO 3159",
        measured: "+14 s/d",
        limits: "-4 to +6 s/d",
        verdict: "fail",
        verdict_label: "Outside",
        band_label: "Fast",
        role: "judge",
    },
    {
        criterion: "amplitude",
        label: "Amplitude",
        source: "Practice",
        measured: "210°",
        limits: "from 220°",
        verdict: "fail",
        verdict_label: "Outside",
        role: "advice",
        role_label: "Advice only",
    },
    {
        criterion: "delta",
        label: "Between positions",
        source: "ISO 3159",
        measured: "4 s/d",
        limits: "up to 10 s/d",
        verdict: "pass",
        verdict_label: "Within",
        role: "judge",
    },
    {
        criterion: "water",
        label: "Water",
        source: "ISO 22810",
        verdict: "na",
        verdict_label: "Not judged",
        reason_label: "Not measured",
        role: "judge",
    },
];
const CHART = {
    width: 640,
    height: 320,
    bands: [{x: 40, y: 100, width: 560, height: 50, fill: "#eee"}],
    lines: [{x1: 40, x2: 600, y1: 125, y2: 125, stroke: "#888"}],
    rects: [
        {x: 60, y: 60, width: 30, height: 65, rx: 2, fill: "#c00"},
        {x: 160, y: 110, width: 30, height: 15, fill: "#080"},
    ],
    texts: [{x: 75, y: 300, anchor: "middle", fill: "#333", text: "Dial up"}],
};

const mountSheet = (sheet) =>
    mountWithCleanup(WatchSheet, {props: {name: "sheet", record: {data: {sheet}}}});

const badge = (criterion) => `[data-criterion=${criterion}] .badge`;

test("a sheet that is not saved yet shows nothing", async () => {
    await mountSheet(false);
    expect(".o_watch_sheet").toHaveCount(0);
    expect(registry.category("fields").get("watch_sheet").component).toBe(WatchSheet);
});

test("each criterion with its tolerance, its source and its verdict", async () => {
    await mountSheet({
        verdict: "out_of_class",
        verdict_label: "Not As It Should Be",
        rows: ROWS,
        chart: false,
    });
    expect(".o_watch_overall").toHaveText("Not As It Should Be");
    expect(".o_watch_overall").toHaveClass("text-bg-danger");
    expect(queryAllTexts("[data-criterion=mean_rate] td")).toEqual([
        "Mean rate\nISO 3159",
        "+14 s/d",
        "-4 to +6 s/d",
        "Outside\nFast",
    ]);
    expect(badge("mean_rate")).toHaveClass("text-bg-danger");
    expect(badge("amplitude")).toHaveClass("text-bg-warning", {
        message: "advice alone decides nothing",
    });
    expect("[data-criterion=amplitude]").toHaveText(/Advice only/);
    expect(badge("delta")).toHaveClass("text-bg-success");
    expect(badge("water")).toHaveClass("text-bg-secondary");
    expect("[data-criterion=water]").toHaveText(/Not measured/);
    expect("svg").toHaveCount(0);
    expect(".o_watch_sheet p").toHaveText("No readings yet.");
});

test("a verdict nobody knows is shown as none", async () => {
    await mountSheet({verdict: false, verdict_label: "", rows: [], chart: false});
    expect(".o_watch_overall").toHaveClass("text-bg-secondary");
});

test("the chart puts each shape where the server says", async () => {
    await mountSheet({
        verdict: "in_class",
        verdict_label: "As It Should Be",
        rows: [],
        chart: CHART,
    });
    expect("svg.o_watch_chart").toHaveAttribute("viewBox", "0 0 640 320");
    expect("svg rect").toHaveCount(3);
    expect("svg rect:eq(1)").toHaveAttribute("rx", "2");
    expect("svg rect:eq(2)").toHaveAttribute("rx", "0");
    expect("svg rect:eq(2)").toHaveAttribute("y", "110");
    expect("svg line").toHaveAttribute("stroke", "#888");
    expect("svg text").toHaveText("Dial up");
    expect("svg text").toHaveAttribute("text-anchor", "middle");
});
