import {Component, onMounted, onWillUpdateProps, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useService} from "@web/core/utils/hooks";

/**
 * What rules and similar past cases suggest for this case. The form does not wait for
 * it; one click takes a suggestion.
 */
export class Suggestions extends Component {
    static template = "retail_complaint_addon.Suggestions";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({rows: [], busy: false});
        onMounted(() => {
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
            ? await this.orm.silent.call("helpdesk.ticket", "triage_suggestions", [
                  [id],
              ])
            : [];
    }

    async take(row) {
        const {record} = this.props;
        if (this.state.busy || !(await record.save())) {
            return;
        }
        this.state.busy = true;
        try {
            const result = await this.orm.call(
                "helpdesk.ticket",
                "action_take_suggestion",
                [[record.resId], row.field, row.value]
            );
            if (result === true) {
                await record.load();
                await this.load(record.resId);
            } else {
                await this.action.doAction(result);
            }
        } finally {
            this.state.busy = false;
        }
    }
}

registry.category("view_widgets").add("complaint_suggestions", {
    component: Suggestions,
});
