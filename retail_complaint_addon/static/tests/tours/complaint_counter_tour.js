import {registry} from "@web/core/registry";

const choose = (field, text, option) => [
    {
        content: `Type into ${field}`,
        trigger: `.o_field_widget[name=${field}] input`,
        run: `edit ${text}`,
    },
    {
        content: `Choose ${option || text}`,
        trigger: `.o-autocomplete--dropdown-item:contains("${option || text}")`,
        run: "click",
    },
];

registry.category("web_tour.tours").add("complaint_counter_tour", {
    steps: () => [
        {
            content: "The clerk starts from the first page",
            trigger: ".o_complaint_home_new",
            run: "click",
        },
        ...choose("partner_id", "Walter Yu 6555 0199", 'Create "Walter Yu 6555 0199"'),
        {
            content: "The typed phone is kept",
            trigger: ".o_field_widget[name=partner_phone] input:value(6555 0199)",
        },
        ...choose("product_id", "Test watch"),
        ...choose("lot_id", "TEST-0001"),
        ...choose("staff_ids", "Test Staff"),
        ...choose("category_id", "Test complaint"),
        {
            content: "What the customer wants",
            trigger: ".o_field_widget[name=remedy_sought] textarea",
            run: "edit A new watch",
        },
        {
            content: "The amount claimed",
            trigger: ".o_field_widget[name=claimed_amount] input",
            run: "edit 38000",
        },
        {
            content: "What happened",
            trigger: ".o_field_widget[name=description] .odoo-editor-editable",
            run: "editor The watch stopped nine days after the purchase.",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The title is the first line of what happened",
            trigger:
                ".o_field_widget[name=name] textarea:value(The watch stopped nine days)",
        },
        {
            content: "Acknowledge",
            trigger: "button[name=action_acknowledge]",
            run: "click",
        },
        {
            content: "It is acknowledged",
            trigger: ".o_form_statusbar:not(:has(button[name=action_acknowledge]))",
        },
    ],
});

registry.category("web_tour.tours").add("complaint_settle_tour", {
    steps: () => [
        {
            content: "Open the one screen",
            trigger: "button[name=action_settle_on_site]",
            run: "click",
        },
        {
            content: "Choose the measure",
            trigger: ".modal .o_field_widget[name=type_id] input",
            run: "edit Goodwill",
        },
        {
            content: "Take it",
            trigger: '.o-autocomplete--dropdown-item:contains("Goodwill")',
            run: "click",
        },
        {
            content: "What it is worth",
            trigger: ".modal .o_field_widget[name=amount] input",
            run: "edit 300",
        },
        {
            content: "Evidence",
            trigger: ".modal .o_field_widget[name=evidence] textarea",
            run: "edit Receipt G-17",
        },
        {
            content: "Cause",
            trigger: ".modal .o_field_widget[name=cause_id] input",
            run: "edit Test cause",
        },
        {
            content: "Take the cause",
            trigger: '.o-autocomplete--dropdown-item:contains("Test cause")',
            run: "click",
        },
        {
            content: "Settle",
            trigger: ".modal button[name=action_settle]",
            run: "click",
        },
        {
            content: "The case is closed, it can be reopened",
            trigger: "button[name=action_reopen]",
        },
    ],
});
