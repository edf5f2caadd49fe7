import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {
    deserializeDate,
    deserializeDateTime,
    toLocaleDateString,
    toLocaleDateTimeString,
} from "@web/core/l10n/dates";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useBus, useService} from "@web/core/utils/hooks";

const DAY = 10;

/**
 * The line of time of one customer: kinds to choose from, the latest first, more on
 * demand. The server decides what the reader sees.
 */
export class CustomerTimeline extends Component {
    static template = "customer_relations_addon.CustomerTimeline";
    static props = {partnerId: {type: [Number, Boolean]}};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({
            lines: [],
            kinds: [],
            chosen: {},
            place: false,
            loaded: false,
        });
        // logged from the bar at the top, while this is on the screen
        useBus(this.env.bus, "CUSTOMER:EXCHANGE-LOGGED", () =>
            this.load(this.props.partnerId)
        );
        onWillStart(() => this.load(this.props.partnerId));
        onWillUpdateProps((next) => {
            if (next.partnerId !== this.props.partnerId) {
                this.state.chosen = {};
                return this.load(next.partnerId);
            }
        });
    }

    get chosen() {
        return Object.keys(this.state.chosen).filter((kind) => this.state.chosen[kind]);
    }

    get isEmpty() {
        return this.state.loaded && !this.state.lines.length;
    }

    fetch(partnerId, place) {
        return this.orm.call("customer.timeline", "get_timeline", [
            partnerId,
            {kinds: this.chosen, place},
        ]);
    }

    async load(partnerId) {
        if (!partnerId) {
            Object.assign(this.state, {lines: [], kinds: [], place: false});
            return;
        }
        const page = await this.fetch(partnerId, false);
        Object.assign(this.state, {
            lines: page.lines,
            kinds: page.kinds,
            place: page.place,
            loaded: true,
        });
    }

    async more() {
        const page = await this.fetch(this.props.partnerId, this.state.place);
        this.state.lines.push(...page.lines);
        this.state.place = page.place;
    }

    toggle(kind) {
        this.state.chosen[kind] = !this.state.chosen[kind];
        return this.load(this.props.partnerId);
    }

    all() {
        this.state.chosen = {};
        return this.load(this.props.partnerId);
    }

    moment(text) {
        if (text.length === DAY) {
            return toLocaleDateString(deserializeDate(text));
        }
        return toLocaleDateTimeString(deserializeDateTime(text));
    }

    due(line) {
        return _t("Due %(date)s", {date: this.moment(line.due)});
    }

    icon(line) {
        const kind = this.state.kinds.find((one) => one.key === line.kind);
        return kind ? kind.icon : "fa-circle-o";
    }

    kindName(line) {
        const kind = this.state.kinds.find((one) => one.key === line.kind);
        return kind ? kind.name : "";
    }

    open(line) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: line.model,
            res_id: line.id,
            views: [[false, "form"]],
        });
    }

    log() {
        return this.action.doAction(
            "customer_relations_addon.customer_exchange_entry_action",
            {
                additionalContext: {
                    active_model: "res.partner",
                    active_id: this.props.partnerId,
                },
                onClose: () => this.load(this.props.partnerId),
            }
        );
    }
}

/** The timeline on a page of the customer's form. */
export class CustomerTimelineWidget extends Component {
    static template = "customer_relations_addon.CustomerTimelineWidget";
    static components = {CustomerTimeline};
    static props = {record: Object, readonly: {type: Boolean, optional: true}};
}

registry.category("view_widgets").add("customer_timeline", {
    component: CustomerTimelineWidget,
});

/** The timeline as a page of its own. */
export class CustomerTimelineAction extends Component {
    static template = "customer_relations_addon.CustomerTimelineAction";
    static components = {CustomerTimeline, Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.display = {controlPanel: {}};
        const {context = {}, params = {}} = this.props.action;
        this.partnerId = params.partner_id || context.active_id || false;
        this.env.config.setDisplayName(this.props.action.name || _t("Timeline"));
    }
}

registry.category("actions").add("customer_timeline", CustomerTimelineAction);
