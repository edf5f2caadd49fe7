import {NotedRows} from "../noted_rows/noted_rows";
import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/views/fields/formatters";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

const MOST_POINTS = 10;

/**
 * The criteria of an assessment with a button for each number of points, by group, and
 * the score at once. The server counts it again.
 */
export class StoreAssessmentLines extends NotedRows {
    static template = "customer_relations_addon.StoreAssessmentLines";

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.action = useService("action");
        this.scale = [...Array(MOST_POINTS + 1).keys()];
    }

    get groups() {
        const names = {
            environment: _t("Environment"),
            experience: _t("Experience"),
            completion: _t("Completion"),
        };
        return Object.entries(names)
            .map(([key, name]) => {
                const rows = this.records.filter((row) => row.data.group === key);
                return {key, name, rows, score: this.score(rows)};
            })
            .filter((group) => group.rows.length);
    }

    get answered() {
        return this.records.filter(
            (row) => this.isScored(row) || row.data.not_applicable
        ).length;
    }

    get progress() {
        return _t("of 100; %(answered)s of %(count)s criteria answered", {
            answered: this.answered,
            count: this.records.length,
        });
    }

    get total() {
        return this.score(this.records);
    }

    isScored(row) {
        return row.data.points !== false && row.data.points !== null;
    }

    isLow(row) {
        return this.isScored(row) && row.data.points < row.data.threshold;
    }

    /**
     * @param {Object[]} rows of one group, or all
     * @returns {String} the score as rules/assessment.py counts it, empty without points
     */
    score(rows) {
        let [weighted, weights] = [0, 0];
        for (const {data} of rows.filter((row) => this.isScored(row))) {
            weighted += data.points * data.weight;
            weights += data.weight;
        }
        if (!weights) {
            return "";
        }
        const tenths = Math.floor((200 * weighted + weights) / (2 * weights));
        return formatFloat(tenths / 10, {digits: [16, 1]});
    }

    choose(row, points) {
        const again = this.isScored(row) && row.data.points === points;
        return row.update({points: again ? false : points, not_applicable: false});
    }

    chooseNone(row) {
        return row.update({points: false, not_applicable: !row.data.not_applicable});
    }

    canImprove(row) {
        return this.props.record.data.state === "done" && this.isLow(row);
    }

    async improve(row) {
        this.action.doAction(
            await this.orm.call("store.assessment.line", "action_improve", [
                [row.resId],
            ])
        );
    }
}

export const storeAssessmentLines = {
    component: StoreAssessmentLines,
    displayName: _t("Points of an assessment"),
    supportedTypes: ["one2many"],
    relatedFields: [
        {name: "name", type: "char", readonly: true},
        {name: "question", type: "text", readonly: true},
        {name: "group", type: "selection", selection: [], readonly: true},
        {name: "weight", type: "integer", readonly: true},
        {name: "threshold", type: "integer", readonly: true},
        {name: "has_photo", type: "boolean", readonly: true},
        {name: "points", type: "integer", readonly: false},
        {name: "not_applicable", type: "boolean", readonly: false},
        {name: "note", type: "char", readonly: false},
        {name: "photo", type: "binary", readonly: false},
    ],
};

registry.category("fields").add("store_assessment_lines", storeAssessmentLines);
