import {FiguresPage} from "../figures_page/figures_page";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/**
 * Figures of a period: cards, charts and tables. The server counts and formats; each
 * figure opens the cases behind it.
 */
export class ComplaintDashboard extends FiguresPage {
    static template = "retail_complaint_addon.ComplaintDashboard";

    get title() {
        return _t("Complaint dashboard");
    }

    get source() {
        return ["complaint.dashboard", "get_complaint_dashboard"];
    }

    get optionNames() {
        return ["period", "date_from", "date_to", "store_id", "category_id"];
    }

    /**
     * @param {String} name of the option
     * @param {String} value as the browser has it
     * @returns {Promise} of the new figures; an own period waits for both of its days
     */
    choose(name, value) {
        const isNumber = name === "store_id" || name === "category_id";
        this.state.options[name] = isNumber ? Number(value) : value;
        const {period, date_from, date_to} = this.state.options;
        if (period === "custom" && !(date_from && date_to && date_from <= date_to)) {
            return Promise.resolve();
        }
        return this.load();
    }

    /**
     * @param {String} name of what is counted
     * @param {String} which cases are behind the figure
     * @param {Array} domain that narrows them down
     * @returns {Promise} of the list
     */
    openCases(name, which, domain = []) {
        const {action, domains} = this.state.data;
        return this.action.doAction({
            ...action,
            name,
            domain: [...domains[which], ...domain],
        });
    }

    openColumn(chart, series, index) {
        const [start, stop] = chart.spans[index];
        return this.openCases(
            `${series.name}: ${chart.labels[index]}`,
            series.cells[index].which,
            [
                [series.field, ">=", start],
                [series.field, "<", stop],
            ]
        );
    }

    /**
     * @param {Object} chart with its series
     * @returns {Number} the value of a column as high as the chart
     */
    top(chart) {
        const values = chart.series.flatMap((series) =>
            series.cells.map((cell) => cell.raw || 0)
        );
        return chart.top || Math.max(1, ...values);
    }

    /**
     * @param {Object} chart with its series
     * @returns {String} the highest figure, as the server wrote it
     */
    highest(chart) {
        const cells = chart.series.flatMap((series) => series.cells);
        return cells.reduce((a, b) => ((b.raw || 0) > (a.raw || 0) ? b : a)).text;
    }

    height(chart, cell) {
        return `height: ${Math.max(0, (100 * (cell.raw || 0)) / this.top(chart))}%`;
    }

    /**
     * @param {Object} table with its rows
     * @param {Object} row of it
     * @returns {String} style of a bar as long as the first figure of the row
     */
    share(table, row) {
        const most = Math.max(1, ...table.rows.map((line) => line.cells[0].raw || 0));
        return `width: ${(100 * (row.cells[0].raw || 0)) / most}%`;
    }

    printReport() {
        const {date_from, date_to, store_id} = this.state.options;
        return this.action.doAction(
            "retail_complaint_addon.complaint_period_report_action",
            {
                additionalContext: {
                    default_date_from: date_from,
                    default_date_to: date_to,
                    default_store_ids: store_id ? [store_id] : [],
                },
            }
        );
    }
}

registry.category("actions").add("retail_complaint_dashboard", ComplaintDashboard);
