import {click, press, queryAll, select} from "@odoo/hoot-dom";
import {
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {expect, test} from "@odoo/hoot";
import {animationFrame} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

class Reading extends models.Model {
    _name = "reading";
    position = fields.Selection({
        selection: [
            ["dial_up", "Dial up"],
            ["dial_down", "Dial down"],
        ],
    });
    rate = fields.Float();
    _records = [{id: 1, position: "dial_up", rate: 3}];
    _views = {
        list: `<list editable="bottom">
            <field name="position" widget="watch_choice" required="rate"/>
            <field name="rate"/>
        </list>`,
    };
}
defineMailModels();
defineModels([Reading]);

test("what is chosen and left at once is kept", async () => {
    onRpc("web_save", ({args}) => {
        expect.step(args[1].position);
    });
    await mountView({type: "list", resModel: "reading"});
    expect("td[name=position]").toHaveText("Dial up");
    await click("td[name=position]");
    await animationFrame();
    expect("td[name=position] select").toBeFocused();
    expect(queryAll("option")).toHaveLength(2, {message: "required: no empty choice"});
    await select("dial_down");
    await press("Enter");
    await animationFrame();
    expect.verifySteps(["dial_down"]);
    expect("td[name=position]:first").toHaveText("Dial down");
});
