import {Component, useState} from "@odoo/owl";
import {getDataURLFromFile, imageUrl} from "@web/core/utils/urls";
import {_t} from "@web/core/l10n/translation";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

const MOST_BYTES = 20 * 1024 * 1024;

/**
 * Lines of a record drawn as rows for a telephone: each may have a note, typed in its
 * place, and a photo.
 */
export class NotedRows extends Component {
    static props = {...standardFieldProps};

    setup() {
        this.notification = useService("notification");
        this.state = useState({photos: {}});
        // What is being typed: drawing the rows again must not lose it
        this.typed = {};
    }

    get records() {
        return this.props.record.data[this.props.name].records;
    }

    noteOf(row) {
        return this.typed[row.id] ?? (row.data.note || "");
    }

    onTyping(row, ev) {
        this.typed[row.id] = ev.target.value;
    }

    async onNote(row, ev) {
        await row.update({note: ev.target.value.trim() || false});
        delete this.typed[row.id];
    }

    hasPhoto(row) {
        return row.data.has_photo || this.state.photos[row.id];
    }

    photoUrl(row) {
        return (
            this.state.photos[row.id] ||
            imageUrl(row.resModel, row.resId, "photo", {unique: row.data.done_at})
        );
    }

    async onPhoto(row, ev) {
        const [file] = ev.target.files;
        ev.target.value = "";
        if (!file) {
            return;
        }
        if (!file.type.startsWith("image/") || file.size > MOST_BYTES) {
            this.notification.add(_t("Choose a picture of at most 20 MB."), {
                type: "danger",
            });
            return;
        }
        const url = await getDataURLFromFile(file);
        await row.update({photo: url.split(",")[1]});
        this.state.photos[row.id] = url;
    }
}
