import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useService} from "@web/core/utils/hooks";

/** Help pages that answer this complaint: to read out, or to copy their address. */
export class HelpSuggestions extends Component {
    static template = "customer_relations_addon.HelpSuggestions";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.state = useState({rows: null});
        onWillStart(() => {
            // The form does not wait for it.
            this.load(this.props.record.resId);
        });
        onWillUpdateProps((next) => {
            if (next.record.resId !== this.props.record.resId) {
                this.load(next.record.resId);
            }
        });
    }

    async load(id) {
        this.state.rows = id
            ? await this.orm.silent.call("helpdesk.ticket", "help_suggestions", [[id]])
            : [];
    }

    async copy(row) {
        await browser.navigator.clipboard.writeText(row.url);
        this.notification.add(
            _t("The address is copied. Paste it into your message."),
            {
                type: "success",
            }
        );
    }
}

registry.category("view_widgets").add("customer_help_suggestions", {
    component: HelpSuggestions,
});
