import {WarningDialog, odooExceptionTitleMap} from "@web/core/errors/error_dialogs";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/** A day that cannot be closed yet is no mistake: its title says what it is. */
const NOT_COMPLETE =
    "odoo.addons.customer_relations_addon.models.store_day_steps.DayNotComplete";

odooExceptionTitleMap.set(NOT_COMPLETE, _t("Not closed yet"));
registry.category("error_dialogs").add(NOT_COMPLETE, WarningDialog);
