import {Component, markup, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useService} from "@web/core/utils/hooks";

/**
 * The guidelines of the category beside the complaint. The content comes sanitized from
 * the server. What is confirmed is the version that was shown.
 */
export class Guidelines extends Component {
    static template = "retail_complaint_addon.Guidelines";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.state = useState({pages: null});
        onWillStart(() => {
            this.load(this.props.record.resId);
        });
        onWillUpdateProps((next) => {
            if (next.record.resId !== this.props.record.resId) {
                this.load(next.record.resId);
            }
        });
    }

    async load(id) {
        const pages = id
            ? await this.orm.call("helpdesk.ticket", "complaint_guidelines", [[id]])
            : [];
        this.state.pages = pages.map((page) => ({
            ...page,
            content: markup(page.content),
        }));
    }

    async confirm(page) {
        await this.orm.call("document.page", "action_confirm_guideline", [
            [page.id],
            page.version,
        ]);
        await this.load(this.props.record.resId);
    }
}

registry.category("view_widgets").add("complaint_guidelines", {
    component: Guidelines,
});
