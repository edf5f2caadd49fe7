import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const BADGES = {
    pass: "text-bg-success",
    fail: "text-bg-danger",
    na: "text-bg-secondary",
    in_class: "text-bg-success",
    out_of_class: "text-bg-danger",
    incomplete: "text-bg-secondary",
};

/**
 * Rate and amplitude by position. The server says where each shape goes, so that the
 * chart on the screen and the one on paper are the same.
 */
export class WatchChart extends Component {
    static template = "watch_complaint_addon.WatchChart";
    static props = {chart: Object};
}

/**
 * The verdict over all, each criterion with its tolerance and source, and the chart.
 */
export class WatchSheet extends Component {
    static template = "watch_complaint_addon.WatchSheet";
    static components = {WatchChart};
    static props = {...standardFieldProps};

    get sheet() {
        return this.props.record.data[this.props.name] || null;
    }

    badge(verdict, role) {
        // What does not decide is not shown as if it did
        if (verdict === "fail" && role === "advice") {
            return "text-bg-warning";
        }
        return BADGES[verdict] || BADGES.na;
    }
}

registry.category("fields").add("watch_sheet", {
    component: WatchSheet,
    supportedTypes: ["json"],
});
