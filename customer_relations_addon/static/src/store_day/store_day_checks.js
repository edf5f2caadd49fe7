import {NotedRows} from "../noted_rows/noted_rows";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/**
 * The checks of a day as rows with big buttons: one tap each, on a telephone too. What
 * is not in order asks for a word, what needs a picture for a photo.
 */
export class StoreDayChecks extends NotedRows {
    static template = "customer_relations_addon.StoreDayChecks";

    get moments() {
        const names = {opening: _t("Opening"), closing: _t("Closing")};
        return Object.entries(names)
            .map(([key, name]) => {
                const rows = this.records.filter((row) => row.data.moment === key);
                const done = rows.filter((row) => row.data.result).length;
                return {key, name, rows, done};
            })
            .filter((moment) => moment.rows.length);
    }

    get choices() {
        return [
            {value: "ok", name: _t("In order"), icon: "fa-check", style: "success"},
            {
                value: "not_ok",
                name: _t("Not in order"),
                icon: "fa-times",
                style: "danger",
            },
            {
                value: "na",
                name: _t("Not applicable"),
                icon: "fa-minus",
                style: "secondary",
            },
        ];
    }

    wantsNote(row) {
        return row.data.result === "not_ok" || Boolean(this.noteOf(row));
    }

    wantsPhoto(row) {
        const {needs_photo: needed, result} = row.data;
        return this.hasPhoto(row) || result === "not_ok" || (needed && result !== "na");
    }

    choose(row, value) {
        if (this.props.readonly) {
            return;
        }
        // The same button again takes the answer back
        return row.update({result: row.data.result === value ? false : value});
    }

    allInOrder(moment) {
        const left = moment.rows.filter((row) => !row.data.result);
        return Promise.all(left.map((row) => row.update({result: "ok"})));
    }
}

export const storeDayChecks = {
    component: StoreDayChecks,
    displayName: _t("Checks of a day"),
    supportedTypes: ["one2many"],
    relatedFields: [
        {name: "name", type: "char", readonly: true},
        {name: "help_text", type: "char", readonly: true},
        {name: "moment", type: "selection", selection: [], readonly: true},
        {name: "needs_photo", type: "boolean", readonly: true},
        {name: "has_photo", type: "boolean", readonly: true},
        {name: "result", type: "selection", selection: [], readonly: false},
        {name: "note", type: "char", readonly: false},
        {name: "photo", type: "binary", readonly: false},
        {name: "done_at", type: "datetime", readonly: true},
    ],
};

registry.category("fields").add("store_day_checks", storeDayChecks);
