import {
    SelectionField,
    selectionField,
} from "@web/views/fields/selection/selection_field";
import {registry} from "@web/core/registry";

/**
 * A choice that is made as soon as its first letters are typed. Whoever reads from a
 * device and presses Enter or Tab at once loses nothing: the box that searches waits
 * for a pause first.
 */
export class WatchChoice extends SelectionField {
    static template = "watch_complaint_addon.WatchChoice";

    onPick(ev) {
        this.onChange(ev.target.value || false);
    }
}

registry.category("fields").add("watch_choice", {
    ...selectionField,
    component: WatchChoice,
    supportedTypes: ["selection"],
});
