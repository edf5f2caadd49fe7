import {useBus, useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import {FormController} from "@web/views/form/form_controller";
import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";
import {registry} from "@web/core/registry";
import {session} from "@web/session";

const PLACES = ["res.partner", "helpdesk.ticket", "crm.lead", "sale.order"];

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

    /** The record on the screen, if it is one that exchanges belong to. */
    get place() {
        const {props = {}, currentState = {}} = this.action.currentController || {};
        const id = currentState.resId || props.resId;
        return PLACES.includes(props.resModel) && id
            ? {active_model: props.resModel, active_id: id}
            : {};
    }

    open() {
        return this.action.doAction(
            "customer_relations_addon.customer_exchange_entry_action",
            {
                additionalContext: this.place,
                onClose: () => this.env.bus.trigger("CUSTOMER:EXCHANGE-LOGGED"),
            }
        );
    }
}

/** The record behind the dialog counts the new exchange; what is typed there stays. */
patch(FormController.prototype, {
    setup() {
        super.setup(...arguments);
        useBus(this.env.bus, "CUSTOMER:EXCHANGE-LOGGED", async () => {
            const {root} = this.model;
            if (PLACES.includes(root.resModel) && root.resId) {
                if (!(await root.isDirty())) {
                    await root.load();
                }
            }
        });
    },
});

if (session.relations_entry) {
    registry
        .category("systray")
        .add(
            "customer_relations_addon.exchange",
            {Component: ExchangeEntry},
            {sequence: 22}
        );
}
