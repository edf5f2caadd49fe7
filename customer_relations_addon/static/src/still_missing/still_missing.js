import {WarningDialog, odooExceptionTitleMap} from "@web/core/errors/error_dialogs";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/** What cannot be finished yet is no invalid operation. */
const STILL_MISSING =
    "odoo.addons.customer_relations_addon.models.still_missing.StillMissing";

odooExceptionTitleMap.set(STILL_MISSING, _t("Something is still missing"));
registry.category("error_dialogs").add(STILL_MISSING, WarningDialog);
