import {Component, onWillStart, useState} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

const METHODS = {
    offer: "action_offer",
    accept: "action_accept",
    decline: "action_decline",
};

/**
 * What may be offered, for the eyes of the customer: English and Chinese, nothing
 * internal. The answer goes through the same methods as everywhere else.
 */
export class SideBySide extends Component {
    static template = "retail_complaint_addon.SideBySide";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.display = {controlPanel: {}};
        this.caseId = this.props.action.context.active_id;
        this.state = useState({page: null, chosen: null, note: "", busy: false});
        this.env.config.setDisplayName(_t("Side by side"));
        onWillStart(() => this.load());
    }

    async load() {
        this.state.page = await this.orm.call("helpdesk.ticket", "get_side_by_side", [
            [this.caseId],
        ]);
        Object.assign(this.state, {chosen: null, note: ""});
    }

    can(option, step) {
        return option.steps.includes(step);
    }

    /**
     * @param {Object} option the customer speaks about
     * @param {String} step accept or decline: asks for the words first
     */
    choose(option, step) {
        this.state.chosen = {option, step};
    }

    forget() {
        Object.assign(this.state, {chosen: null, note: ""});
    }

    async offer(option) {
        await this.take(option, "offer", {});
    }

    async confirm() {
        const {option, step} = this.state.chosen;
        await this.take(option, step, {note: this.state.note || false});
        this.notification.add(_t("The customer's answer is recorded."), {
            type: "success",
        });
    }

    async take(option, step, values) {
        this.state.busy = true;
        try {
            await this.orm.call(
                "complaint.solution",
                METHODS[step],
                [[option.id]],
                values
            );
        } finally {
            this.state.busy = false;
        }
        await this.load();
    }

    async print() {
        return this.run("action_print_side_by_side");
    }

    async back() {
        return this.run("action_open_complaint");
    }

    async run(method) {
        const action = await this.orm.call("helpdesk.ticket", method, [[this.caseId]]);
        return this.action.doAction(action);
    }
}

registry.category("actions").add("retail_complaint_side_by_side", SideBySide);
