import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {session} from "@web/session";
import {useService} from "@web/core/utils/hooks";

/** Logs an exchange from wherever one is: the customer is on the phone. */
export class ExchangeEntry extends Component {
    static template = "customer_relations_addon.ExchangeEntry";
    static props = {};

    setup() {
        this.action = useService("action");
    }

    get label() {
        return _t("Log an exchange with a customer");
    }

    open() {
        return this.action.doAction(
            "customer_relations_addon.customer_exchange_entry_action"
        );
    }
}

if (session.relations_entry) {
    registry
        .category("systray")
        .add(
            "customer_relations_addon.exchange",
            {Component: ExchangeEntry},
            {sequence: 22}
        );
}
