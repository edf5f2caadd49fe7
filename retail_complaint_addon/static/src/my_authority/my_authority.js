import {Component, onWillStart, useState} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {deserializeDate, formatDate} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";

const CLERK = "retail_complaint_addon.group_complaint_clerk";
const MATRIX_GROUPS = [
    "retail_complaint_addon.group_complaint_manager",
    "retail_complaint_addon.group_complaint_auditor",
    "retail_complaint_addon.group_complaint_authority_admin",
];

/**
 * What the user may settle, must refer, and who may settle more; for managers also the
 * whole register as a matrix.
 */
export class MyAuthority extends Component {
    static template = "retail_complaint_addon.MyAuthority";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = {controlPanel: {}};
        this.state = useState({mine: null, matrix: null, decides: false});
        this.env.config.setDisplayName(_t("My authority"));
        onWillStart(() => this.load());
    }

    async load() {
        const [decides, ...seesMatrix] = await Promise.all(
            [CLERK, ...MATRIX_GROUPS].map((group) => user.hasGroup(group))
        );
        const [mine, matrix] = await Promise.all([
            this.orm.call("complaint.authority", "get_my_authority"),
            seesMatrix.some(Boolean)
                ? this.orm.call("complaint.authority", "get_matrix")
                : null,
        ]);
        // What counts is the highest limit that covers the case
        mine.records.sort((a, b) => b.rank - a.rank);
        Object.assign(this.state, {mine, matrix, decides});
    }

    /**
     * @param {Object} line with date_from and date_to, ISO or false
     * @returns {String} the period in words, empty without one
     */
    period(line) {
        const from = line.date_from && formatDate(deserializeDate(line.date_from));
        const to = line.date_to && formatDate(deserializeDate(line.date_to));
        if (from && to) {
            return _t("%(from)s to %(to)s", {from, to});
        }
        if (to) {
            return _t("until %s", to);
        }
        return from ? _t("from %s", from) : "";
    }

    day(iso) {
        return formatDate(deserializeDate(iso));
    }

    openAbsences() {
        return this.action.doAction("retail_complaint_addon.complaint_absence_action", {
            additionalContext: {search_default_mine: 1},
        });
    }
}

registry.category("actions").add("retail_complaint_my_authority", MyAuthority);
