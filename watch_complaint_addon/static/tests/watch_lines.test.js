import {
    clickSave,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {click, edit, press, queryOne} from "@odoo/hoot-dom";
import {expect, test} from "@odoo/hoot";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

class Paste extends models.Model {
    _name = "paste";
    text = fields.Text({
        onChange: (record) => {
            record.count = (record.text || "").split("\n").filter(Boolean).length;
        },
    });
    count = fields.Integer();
    _records = [{id: 1, text: "CH +4", count: 1}];
    _views = {
        form: `<form>
            <field name="text" widget="watch_lines"/>
            <field name="count"/>
            <button name="take" type="object" string="Take" invisible="not count"/>
            <button name="take" type="object" string="Take" disabled="1" invisible="count"/>
        </form>`,
    };
}
defineMailModels();
defineModels([Paste]);

const button = () => queryOne("button[name=take]");

test("lines are read while they are typed", async () => {
    await mountView({type: "form", resModel: "paste"});
    expect(button().disabled).toBe(true);
    await click("textarea");
    await edit("CH +4 280 0.2\nCB +3 279 0.1", {confirm: false});
    expect(button().disabled).toBe(true);
    await advanceTime(300);
    await animationFrame();
    expect(".o_field_widget[name=count] input").toHaveValue("2");
    expect(button().disabled).toBe(false);
    expect(document.activeElement).toBe(queryOne("textarea"));
    expect("textarea").toHaveValue("CH +4 280 0.2\nCB +3 279 0.1");
});

test("what is typed on meanwhile stays", async () => {
    onRpc("web_save", ({args}) => {
        expect.step(args[1].text);
    });
    await mountView({type: "form", resModel: "paste", resId: 1});
    expect("textarea").toHaveValue("CH +4");
    await click("textarea");
    await edit("CH +5", {confirm: false});
    await advanceTime(300);
    await animationFrame();
    await press("End");
    await edit("CH +5\nCB +6", {confirm: false});
    await clickSave();
    expect.verifySteps(["CH +5\nCB +6"]);
    await advanceTime(300);
});
