import {Component, onWillStart, useState} from "@odoo/owl";
import {deserializeDate, serializeDate} from "@web/core/l10n/dates";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/views/fields/formatters";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

const CHART = {width: 120, height: 32};

/**
 * The shops of a manager on one page, for a day or a week. The server counts with the
 * rights of the reader, here it is only laid out.
 */
export class StoreOverview extends Component {
    static template = "customer_relations_addon.StoreOverview";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = {controlPanel: {}};
        this.state = useState({page: {stores: [], visits: {}}});
        this.env.config.setDisplayName(_t("Shops at a Glance"));
        onWillStart(() => this.load({period: "day"}));
    }

    async load(options) {
        this.state.page = await this.orm.call("store.overview", "get_store_overview", [
            options,
        ]);
    }

    choose(period) {
        return this.load({period, date: this.state.page.date});
    }

    move(steps) {
        const {period, date} = this.state.page;
        const unit = period === "week" ? {weeks: steps} : {days: steps};
        const moved = deserializeDate(date).plus(unit);
        return this.load({period, date: serializeDate(moved)});
    }

    sumName(key) {
        return {
            visitors: _t("Visitors"),
            sales_count: _t("Sales"),
            live_complaints: _t("Complaints"),
            live_compliments: _t("Compliments"),
            live_enquiries: _t("Enquiries"),
            live_exchanges: _t("Exchanges"),
        }[key];
    }

    get beforeName() {
        return this.state.page.period === "week"
            ? _t("the week before")
            : _t("the day before");
    }

    score(value) {
        return formatFloat(value, {digits: [16, 1]});
    }

    signed(value) {
        return (value > 0 ? "+" : "") + this.score(value);
    }

    /**
     * @param {Object} trend of a store
     * @param {Number} value from 0 to 100
     * @returns {String} where it is in the chart, which begins below the lowest value
     */
    height(trend, value) {
        const lowest = Math.max(0, Math.min(...trend.scores, trend.target) - 10);
        const share = (value - lowest) / (100 - lowest || 1);
        return (CHART.height * (1 - share)).toFixed(1);
    }

    /**
     * @param {Object} trend of a store, the oldest score first
     * @returns {String} points of a line, as SVG wants them
     */
    line(trend) {
        const step = CHART.width / Math.max(trend.scores.length - 1, 1);
        return trend.scores
            .map((value, index) => {
                const x = (index * step).toFixed(1);
                return `${x},${this.height(trend, value)}`;
            })
            .join(" ");
    }

    openList(cell) {
        return this.action.doAction(cell.action);
    }

    openRecord(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("customer_relations_store_overview", StoreOverview);
