/**
 * Opens list, kanban and form of the actions given, and every tab of the forms.
 *
 * @param {Array} actions [id, model or false, view types]
 * @returns {Object} shown: [id, view, whether the script is read as a text];
 *     failed: what could not be drawn; pwned: "undefined" unless it was run
 */
async (actions) => {
    const {services} = odoo.__WOWL_DEBUG__.root.env;
    const drawn = () =>
        new Promise((resolve) => {
            requestAnimationFrame(() => setTimeout(resolve, 20));
        });
    const shown = [];
    const failed = [];
    const open = async (id, model, viewType) => {
        const options = {clearBreadcrumbs: true, viewType};
        if (viewType === "form") {
            const newest = {limit: 1, order: "id desc"};
            const ids = await services.orm.search(model, [], newest);
            options.props = {resId: ids[0] || false};
        }
        await services.action.doAction(id, model ? options : {});
        await drawn();
        const tabs = ".o_form_view .o_notebook_headers .nav-link:not(.active)";
        for (const tab of document.querySelectorAll(tabs)) {
            tab.click();
            await drawn();
        }
        const fields = [...document.querySelectorAll("input, textarea")];
        const texts = [document.body.innerText, ...fields.map((one) => one.value)];
        shown.push([id, viewType, texts.some((text) => text.includes("__pwned"))]);
    };
    for (const [id, model, views] of actions) {
        for (const viewType of views) {
            try {
                await open(id, model, viewType);
            } catch (error) {
                failed.push([id, model, viewType, String(error.cause || error)]);
            }
        }
    }
    return {shown, failed, pwned: typeof window.__pwned};
};
