import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";
import {rpc} from "@web/core/network/rpc";

// Typing pauses this long before the server is asked, in milliseconds.
const PAUSE = 900;
const LEAST = 8;

/** Help pages for what is being typed on the complaint page. Sending never waits. */
export class HelpSuggested extends Interaction {
    static selector = ".o_complaint_page form:has(#complaint_what)";
    dynamicContent = {
        "#complaint_what": {"t-on-input": this.debounced(this.suggest, PAUSE)},
    };

    setup() {
        this.asked = "";
    }

    async suggest(ev) {
        const text = ev.target.value.trim();
        if (text === this.asked) {
            return;
        }
        this.asked = text;
        let rows = [];
        if (text.length >= LEAST || /[^\x00-\x7f]/.test(text)) {
            try {
                rows = await this.waitFor(rpc("/help/suggest", {text}, {silent: true}));
            } catch {
                // Without suggestions the form works as well.
                rows = [];
            }
        }
        if (text === this.asked) {
            this.show(rows);
        }
    }

    show(rows) {
        const box = this.el.querySelector(".o_help_suggested");
        if (!box) {
            return;
        }
        const items = rows.map((row) => {
            const item = document.createElement("li");
            const link = document.createElement("a");
            link.href = row.url;
            link.target = "_blank";
            link.rel = "noopener";
            link.lang = row.lang;
            link.textContent = row.title;
            const summary = document.createElement("div");
            summary.className = "text-muted small";
            summary.lang = row.lang;
            summary.textContent = row.summary;
            item.append(link, summary);
            return item;
        });
        box.querySelector("ul").replaceChildren(...items);
        box.classList.toggle("d-none", !items.length);
    }
}

registry
    .category("public.interactions")
    .add("customer_relations_addon.help_suggested", HelpSuggested);
