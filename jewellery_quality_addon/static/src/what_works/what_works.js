import {FiguresPage} from "@retail_complaint_addon/figures_page/figures_page";
import {_t} from "@web/core/l10n/translation";
import {download} from "@web/core/network/download";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";

/**
 * Which handling method did best for which defect. The server counts, compares and
 * formats; each line opens the cases behind it.
 */
export class WhatWorks extends FiguresPage {
    static template = "jewellery_quality_addon.WhatWorks";

    get title() {
        return _t("What works");
    }

    get source() {
        return ["jewellery.review", "get_what_works"];
    }

    get optionNames() {
        return ["months", "level", "department_id", "supplier_id"];
    }

    get costTitle() {
        return _t("Cost (%(currency)s)", {currency: this.state.data.currency});
    }

    get leastText() {
        return _t(
            "Methods are compared from %(least)s cases and as many answered surveys on.",
            {least: this.state.data.least}
        );
    }

    get moreText() {
        return _t("Defects that are only in the spreadsheet: %(count)s.", {
            count: this.state.data.more,
        });
    }

    /**
     * @param {Object} defect of the page
     * @returns {String} how many cases its figures rest on
     */
    sampleOf(defect) {
        return _t("Closings: %(count)s, answered surveys: %(answers)s", {
            count: defect.count,
            answers: defect.answers,
        });
    }

    choose(name, value) {
        this.state.options[name] = name === "level" ? value : Number(value);
        return this.load();
    }

    /**
     * @param {Object} defect of the page
     * @param {Object} method of its table
     * @returns {Promise} of the lines behind the figures
     */
    openLines(defect, method) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: `${method.name}: ${defect.name}`,
            res_model: "jewellery.review",
            views: [
                [false, "list"],
                [false, "pivot"],
                [false, "graph"],
            ],
            domain: [...defect.domain, ["type_id", "=", method.id]],
        });
    }

    downloadXlsx() {
        return download({
            url: "/jewellery/what-works.xlsx",
            data: {...this.state.options, company: user.activeCompany.id},
        });
    }
}

registry.category("actions").add("jewellery_what_works", WhatWorks);
