import {Component, onMounted, onWillUnmount, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {session} from "@web/session";
import {useService} from "@web/core/utils/hooks";

// Often enough for working hours; the bus tells what cannot wait.
const REFRESH = 5 * 60 * 1000;

export class ComplaintClock extends Component {
    static template = "retail_complaint_addon.ComplaintClock";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.bus = useService("bus_service");
        this.state = useState({overdue: 0, due: 0, more: false});
        this.load = this.load.bind(this);
        onMounted(() => {
            this.load();
            this.bus.subscribe("mail.activity/updated", this.load);
            this.timer = setInterval(this.load, REFRESH);
        });
        onWillUnmount(() => {
            this.bus.unsubscribe("mail.activity/updated", this.load);
            clearInterval(this.timer);
        });
    }

    async load() {
        if (document.hidden) {
            return;
        }
        const counts = await this.orm.silent.call(
            "helpdesk.ticket",
            "get_complaint_clock",
            []
        );
        Object.assign(this.state, counts);
    }

    get count() {
        const count = this.state.overdue + this.state.due;
        return this.state.more ? `${count}+` : `${count}`;
    }

    get label() {
        const {overdue, due} = this.state;
        if (!overdue && !due) {
            return _t("None of your complaints is due");
        }
        return _t("Your complaints: %(overdue)s overdue, %(due)s due soon", {
            overdue,
            due,
        });
    }

    open() {
        this.action.doAction(
            "retail_complaint_addon.helpdesk_ticket_action_complaint_mine",
            {
                clearBreadcrumbs: true,
                additionalContext: {
                    search_default_overdue: 1,
                    search_default_due: 1,
                },
            }
        );
    }
}

if (session.complaint_clock) {
    registry
        .category("systray")
        .add(
            "retail_complaint_addon.clock",
            {Component: ComplaintClock},
            {sequence: 21}
        );
}
