import {Component, onWillStart, onWillUpdateProps, status, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useDebounced} from "@web/core/utils/timing";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useService} from "@web/core/utils/hooks";

// Typing pauses this long before the server is asked, in milliseconds.
const PAUSE = 800;

/**
 * What rules and similar past cases suggest for this case, also while it is being typed.
 * The form does not wait for it; one click takes a suggestion.
 */
export class Suggestions extends Component {
    static template = "retail_complaint_addon.Suggestions";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({rows: [], busy: false});
        onWillStart(() => {
            // Not waited for: the server thinks while the form is drawn.
            this.load(this.props.record.resId);
        });
        onWillUpdateProps((next) => {
            if (next.record.resId !== this.props.record.resId) {
                this.load(next.record.resId);
            }
        });
        this.asked = "";
        this.ask = useDebounced((draft) => this.loadDraft(draft), PAUSE);
        useRecordObserver((record) => {
            const {name, description, category_id, severity} = record.data;
            if (!record.resId) {
                this.ask([
                    `${name || ""} ${description || ""}`,
                    (category_id && category_id.id) || null,
                    severity || null,
                ]);
            }
        });
    }

    async loadDraft(draft) {
        // A form replaced before it was ever shown unmounts nothing: the pause goes on.
        if (status(this) === "destroyed") {
            return;
        }
        const key = JSON.stringify(draft);
        if (this.props.record.resId || key === this.asked) {
            return;
        }
        this.asked = key;
        const rows = await this.orm.silent.call(
            "helpdesk.ticket",
            "triage_draft",
            draft
        );
        // An answer that was overtaken by the next question is not shown.
        if (key === this.asked && !this.props.record.resId) {
            this.state.rows = rows;
        }
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
        if (!record.resId) {
            await record.update({
                [row.field]:
                    row.field === "severity"
                        ? row.value
                        : {id: row.value, display_name: row.name},
            });
            return;
        }
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
