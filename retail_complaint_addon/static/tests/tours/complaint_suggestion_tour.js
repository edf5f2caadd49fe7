import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("complaint_suggestion_tour", {
    steps: () => [
        {
            content: "Say what it is about",
            trigger:
                ".o_form_view [name=name] input, .o_form_view [name=name] textarea",
            run: "edit There is a zebra in the shop",
        },
        {
            content: "Leave the field",
            trigger:
                ".o_form_view [name=remedy_sought] input, .o_form_view [name=remedy_sought] textarea",
            run: "click",
        },
        {
            content: "The category is suggested before anything is saved",
            trigger: ".o_complaint_suggestions button:contains(Test lost)",
            run: "click",
        },
        {
            content: "It is taken",
            trigger: ".o_form_view [name=category_id] input:value(Test lost)",
        },
        {
            content: "and suggested no more",
            trigger:
                ".o_form_view:not(:has(.o_complaint_suggestions button:contains(Test lost)))",
        },
        {
            content: "Throw it away",
            trigger: ".o_form_button_cancel",
            run: "click",
        },
    ],
});
