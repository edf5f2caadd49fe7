import {ListController} from "@web/views/list/list_controller";
import {ListRenderer} from "@web/views/list/list_renderer";
import {browser} from "@web/core/browser/browser";
import {extractFieldsFromArchInfo} from "@web/model/relational_model/utils";
import {listView} from "@web/views/list/list_view";
import {registry} from "@web/core/registry";

/**
 * A list with many columns to choose from, of which most are not shown: those are not
 * asked for. Each column of records costs the server a query and their names.
 */

function viewKey(resModel, viewId) {
    return `${resModel},list,${viewId},shown`;
}

/** Return whether another column is shown, or a line coloured, by this field. */
function isNeeded(name, archInfo) {
    const said = Object.values(archInfo.fieldNodes).map((node) => [
        node.invisible,
        node.column_invisible,
        node.readonly,
        node.required,
        node.decorations,
        node.context,
        node.options,
    ]);
    const buttons = archInfo.columns.flatMap((column) => column.buttons || []);
    said.push([archInfo.decorations], [archInfo.defaultOrder]);
    said.push([...buttons, ...archInfo.headerButtons].map((one) => one.invisible));
    return new RegExp(`\\b${name}\\b`).test(JSON.stringify(said));
}

function hiddenNames(archInfo, key) {
    const chosen = browser.localStorage.getItem(key)?.split(",");
    const columns = archInfo.columns.filter((column) => column.type === "field");
    const isShown = ({optional, name}) =>
        !optional || (chosen ? chosen.includes(name) : optional === "show");
    const shown = new Set(columns.filter(isShown).map((column) => column.name));
    return columns
        .map((column) => column.name)
        .filter((name) => !shown.has(name) && !isNeeded(name, archInfo));
}

export class ComplaintListController extends ListController {
    get modelParams() {
        const archInfo = this.archInfo;
        const key = viewKey(this.props.resModel, this.env.config.viewId);
        const hidden = hiddenNames(archInfo, `optional_fields,${key}`);
        const fieldNodes = Object.fromEntries(
            Object.entries(archInfo.fieldNodes).filter(
                ([, node]) => !hidden.includes(node.name)
            )
        );
        this.archInfo = {...archInfo, fieldNodes};
        const params = super.modelParams;
        this.archInfo = archInfo;
        return params;
    }
}

export class ComplaintListRenderer extends ListRenderer {
    /** Stays the same whichever columns are shown. */
    createViewKey() {
        return viewKey(this.props.list.resModel, this.env.config.viewId);
    }

    /** Read a column before it is shown for the first time. */
    async toggleOptionalField(fieldName) {
        await this.readColumn(fieldName);
        return super.toggleOptionalField(fieldName);
    }

    async readColumn(fieldName) {
        const {list, archInfo} = this.props;
        const {config} = list.model;
        if (fieldName in config.activeFields) {
            return;
        }
        const fieldNodes = Object.fromEntries(
            Object.entries(archInfo.fieldNodes).filter(
                ([, node]) => node.name === fieldName
            )
        );
        const nodes = {fieldNodes, widgetNodes: {}};
        const {activeFields} = extractFieldsFromArchInfo(nodes, list.fields);
        for (const [name, activeField] of Object.entries(activeFields)) {
            config.activeFields[name] ??= activeField;
        }
        await list.model.load();
    }
}

registry.category("views").add("complaint_list", {
    ...listView,
    Controller: ComplaintListController,
    Renderer: ComplaintListRenderer,
});
