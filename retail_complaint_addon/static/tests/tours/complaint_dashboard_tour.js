import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("complaint_dashboard_tour", {
    steps: () => [
        {
            content: "Choose days of one's own",
            trigger: ".o_complaint_dashboard select[name=period]",
            run: "select custom",
        },
        {
            content: "First day",
            trigger: "input[name=date_from]",
            run: () => {
                const input = document.querySelector("input[name=date_from]");
                input.value = "2025-01-01";
                input.dispatchEvent(new Event("change", {bubbles: true}));
            },
        },
        {
            content: "The figures are of the chosen days",
            trigger: ".o_complaint_dashboard header h2:contains(2025)",
        },
        {
            content: "A bar chart, and a table with its line",
            trigger: "[data-chart=flow] .o_complaint_bar",
        },
        {
            content: "Open the cases of a store",
            trigger:
                "[data-table=store] tr:contains(Test Causeway Bay) td:first-of-type button",
            run: "click",
        },
        {
            content: "These are the cases counted",
            trigger: ".o_list_view .o_data_row",
        },
        {
            content: "Back",
            trigger: ".breadcrumb-item a:contains(dashboard), .o_back_button a",
            run: "click",
        },
        {
            content: "It shows what it showed",
            trigger: ".o_complaint_dashboard header h2:contains(2025)",
        },
        {
            content: "Make a report of it",
            trigger: ".o_complaint_print",
            run: "click",
        },
        {
            content: "With the days of the dashboard",
            trigger: ".modal button[name=action_print_pdf]",
        },
    ],
});
