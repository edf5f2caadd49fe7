import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("complaint_approval_phone_tour", {
    steps: () => [
        {
            content: "Open the request",
            trigger: '.o_kanban_record:contains("Refund")',
            run: "click",
        },
        {
            content: "The customer's other case is on the same screen",
            trigger: '.o_field_widget[name=history_ids]:contains("An earlier case")',
        },
        {
            content: "The alternative is on the same screen",
            trigger: '.o_field_widget[name=alternative_ids]:contains("Repair")',
        },
        {
            content: "Decide",
            trigger: ".o_form_statusbar button[name=action_open_decide]",
            run: "click",
        },
        {
            content: "Say why",
            trigger: ".modal .o_field_widget[name=comment] textarea",
            run: "edit The guarantee covers it.",
        },
        {
            content: "Approve",
            trigger: ".modal button[name=action_approve]",
            run: "click",
        },
        {
            content: "It is decided",
            trigger:
                '.o_form_view:not(:has(button[name=action_open_decide])) .o_field_widget[name=comment]:contains("The guarantee covers it.")',
        },
    ],
});
