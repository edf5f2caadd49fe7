import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

/**
 * What this watch should do, with sentences ready to say or send to the customer, in
 * the language of the clerk or of the customer.
 */
export class WatchCard extends Component {
    static template = "watch_complaint_addon.WatchCard";
    static props = {...standardFieldProps};

    setup() {
        this.notification = useService("notification");
        this.state = useState({language: -1});
    }

    get card() {
        return this.props.record.data[this.props.name] || null;
    }

    get rows() {
        const theirs = this.card.languages[this.state.language];
        return theirs ? theirs.rows : this.card.rows;
    }

    async copy(text) {
        await browser.navigator.clipboard.writeText(text);
        this.notification.add(_t("Copied"), {type: "success"});
    }
}

registry.category("fields").add("watch_card", {
    component: WatchCard,
    supportedTypes: ["json"],
});
