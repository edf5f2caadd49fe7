import {Component, onWillStart, useState} from "@odoo/owl";
import {KeepLast} from "@web/core/utils/concurrency";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

/**
 * A page of figures with options above them. The server counts, formats, and says which
 * options it took. A page has `title`, `source` (model and method) and `optionNames`.
 */
export class FiguresPage extends Component {
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
        this.env.config.setDisplayName(this.title);
        // Coming back from a list shows the same figures
        useSetupAction({getLocalState: () => ({options: {...this.state.options}})});
        onWillStart(() => this.load());
    }

    async load() {
        const [model, method] = this.source;
        const data = await this.keepLast.add(
            this.orm.call(model, method, [{...this.state.options}])
        );
        this.state.options = Object.fromEntries(
            this.optionNames.map((name) => [name, data.filters[name]])
        );
        this.state.data = data;
    }
}
