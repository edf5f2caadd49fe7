import {Component, onWillStart, useState} from "@odoo/owl";
import {KeepLast} from "@web/core/utils/concurrency";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {download} from "@web/core/network/download";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

const OPTIONS = ["months", "level", "department_id", "supplier_id"];

/**
 * Which handling method did best for which defect. The server counts, compares and
 * formats; each line opens the cases behind it.
 */
export class WhatWorks extends Component {
    static template = "jewellery_quality_addon.WhatWorks";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.display = {controlPanel: {}};
        this.state = useState({
            data: null,
            options: {...(this.props.state && this.props.state.options)},
        });
        this.env.config.setDisplayName(_t("What works"));
        useSetupAction({getLocalState: () => ({options: {...this.state.options}})});
        onWillStart(() => this.load());
    }

    async load() {
        const data = await this.keepLast.add(
            this.orm.call("jewellery.review", "get_what_works", [
                {...this.state.options},
            ])
        );
        this.state.options = Object.fromEntries(
            OPTIONS.map((name) => [name, data.filters[name]])
        );
        this.state.data = data;
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
