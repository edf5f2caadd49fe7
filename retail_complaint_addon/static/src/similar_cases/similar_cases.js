import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useService} from "@web/core/utils/hooks";

/**
 * Past cases like this one: what was decided, what it cost, how satisfied the customer
 * was. Asked for when its page is opened.
 */
export class SimilarCases extends Component {
    static template = "retail_complaint_addon.SimilarCases";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({cases: null});
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
        this.state.cases = id
            ? await this.orm.call("helpdesk.ticket", "similar_cases", [[id]])
            : [];
    }

    open(id) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "helpdesk.ticket",
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

registry.category("view_widgets").add("complaint_similar_cases", {
    component: SimilarCases,
});
