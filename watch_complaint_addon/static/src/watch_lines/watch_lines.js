import {TextField, textField} from "@web/views/fields/text/text_field";
import {onWillUnmount, useEffect} from "@odoo/owl";
import {registry} from "@web/core/registry";

const PAUSE = 300;

/**
 * A text that is read while it is typed or pasted: what the server makes of it, and
 * the button that takes it, do not wait until the cursor has left.
 */
export class WatchLines extends TextField {
    setup() {
        super.setup();
        const read = () => this.read();
        useEffect(
            (area) => {
                area?.addEventListener("input", read);
                return () => area?.removeEventListener("input", read);
            },
            () => [this.textareaRef.el]
        );
        onWillUnmount(() => clearTimeout(this.timer));
    }

    read() {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => {
            const {name, record} = this.props;
            const value = this.parse(this.textareaRef.el?.value || "");
            if (value !== (record.data[name] || "")) {
                record.update({[name]: value});
            }
        }, PAUSE);
    }
}

registry.category("fields").add("watch_lines", {
    ...textField,
    component: WatchLines,
});
