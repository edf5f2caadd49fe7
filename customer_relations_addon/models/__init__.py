from . import res_users
from . import service_improvement
from . import service_improvement_steps
from . import customer_linked
from . import customer_class
from . import customer_fact
from . import customer_policy
from . import customer_policy_confirmation
from . import customer_contact_due
from . import customer_daily
from . import res_partner_customer
from . import res_users_customer
from . import helpdesk_ticket_customer_facts
from . import crm_lead_customer_facts
from . import document_page, help_topic
from . import help_answer, help_index, help_public, helpdesk_ticket_help
from . import res_company_help, res_users_help
from . import customer_purpose
from . import customer_consent
from . import res_partner_privacy
from . import res_company_privacy
from . import mail_compose_message
from . import customer_privacy_request
from . import customer_privacy_answer
from . import retail_store_day
from . import store_checklist
from . import store_day
from . import store_day_check
from . import store_day_counts
from . import store_day_steps
from . import store_incident
