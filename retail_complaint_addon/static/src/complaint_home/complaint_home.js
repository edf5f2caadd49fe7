import {Component, onWillStart, useState} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

/**
 * First page of the complaint desk. The server decides what the user sees and formats
 * every text, here it is only laid out.
 */
export class ComplaintHome extends Component {
    static template = "retail_complaint_addon.ComplaintHome";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = {controlPanel: {}};
        this.state = useState({data: {sections: []}});
        this.env.config.setDisplayName(_t("Complaints today"));
        onWillStart(() => this.load());
    }

    async load() {
        this.state.data = await this.orm.call("helpdesk.ticket", "get_complaint_home");
    }

    /**
     * Open the list behind a card with its filters set, so that the user sees and can
     * change what was counted.
     *
     * @param {Object} target name of the action and the context of its search
     */
    openList(target) {
        return this.action.doAction(target.action, {
            additionalContext: target.context || {},
        });
    }

    /**
     * @param {Number|String} value of a card
     * @returns {Boolean} whether it needs smaller letters, as amounts and dates do
     */
    isLong(value) {
        return String(value).length > 7;
    }

    openRow(row) {
        return this.action.doAction(row.action, {
            viewType: "form",
            props: {resId: row.id},
        });
    }

    newComplaint() {
        return this.action.doAction(this.state.data.new_action, {viewType: "form"});
    }
}

registry.category("actions").add("retail_complaint_home", ComplaintHome);
