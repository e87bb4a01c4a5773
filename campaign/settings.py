"""Every setting once, read from the environment (see `.env.example`, same order). No inheritance tree.

With neither DATABASE_URL nor REDIS_URL the *embedded profile* holds: SQLite, Celery in this process, letters into the
mailbox page, keys from DATA_DIR. With them the *grown profile*: the same code on PostgreSQL, Valkey and a mail server.
"""

import os
import sys
import warnings
from pathlib import Path

import environ
from celery.schedules import crontab

from campaign.keys import keys_of
from campaign.languages import NATIVE, native_names
from campaign.log_settings import logging_as
from campaign.staff_settings import of_staff

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# --- profile -----------------------------------------------------------------------------------------------------
DATABASE_URL = env("DATABASE_URL", default="")
REDIS_URL = env("REDIS_URL", default="")
EMBEDDED = not DATABASE_URL and not REDIS_URL
ROLE = env("ROLE", default="")  # web | worker; the embedded profile is both
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var"))).absolute()
DEBUG = env.bool("DEBUG", default=False)

# --- keys --------------------------------------------------------------------------------------------------------
_own_keys = keys_of(DATA_DIR) if EMBEDDED else {}


def _key(name: str) -> str:
    return env(name, default=_own_keys.get(name, ""))


SECRET_KEY = _key("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ADDRESS_PEPPER = _key("ADDRESS_PEPPER")
VAULT_PUBLIC_KEYS = [key for key in _key("VAULT_PUBLIC_KEYS").replace(",", " ").split() if key]
VAULT_PRIVATE_KEY = _key("VAULT_PRIVATE_KEY")
VAULT_OLD_PRIVATE_KEYS = env("VAULT_OLD_PRIVATE_KEYS", default="").replace(",", " ").split()
STATUS_TOKEN = _key("STATUS_TOKEN")
DEMO_STAFF_PASSWORD = _key("DEMO_STAFF_PASSWORD")

# --- who we are, seen from outside -------------------------------------------------------------------------------
SITE_ORIGIN = env("SITE_ORIGIN", default="http://127.0.0.1:8000" if EMBEDDED else "").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if EMBEDDED else [])
STAFF_HOST = env("STAFF_HOST", default="")  # the staff area under a host of its own; must be an allowed one
SECURE = SITE_ORIGIN.startswith("https://")
LEAVE_URL = env("LEAVE_URL", default="https://www.wikipedia.org/")  # where "Leave this site" leads: neutral, for all


def _about(name: str, fictitious: str) -> str:
    """The demo shows clearly fictitious values; a real installation has none until its operator writes them."""
    return env(name, default=fictitious if EMBEDDED else "")


SITE_NAME = _about("SITE_NAME", "Example Campaign (demo)")
SITE_NAME_PERMISSION = env("SITE_NAME_PERMISSION", default="")
CONTROLLER = {
    "name": _about("CONTROLLER_NAME", "Example Foundation (fictitious)"),
    "address": _about("CONTROLLER_ADDRESS", "1 Example Street, 0000 Exampleville"),
    "joint": env("CONTROLLER_JOINT", default=""),
    "contact_email": _about("CONTROLLER_CONTACT_EMAIL", "contact@example.org"),
    "contact_hours": _about("CONTROLLER_CONTACT_HOURS", "25:00 to 26:00 (fictitious)"),
    "privacy_email": _about("CONTROLLER_PRIVACY_EMAIL", "privacy@example.org"),
    "press_email": _about("CONTROLLER_PRESS_EMAIL", "press@example.org"),
    "dpo_email": _about("CONTROLLER_DPO_EMAIL", "dpo@example.org"),
    "funding": _about("CONTROLLER_FUNDING", "Example Donors (fictitious), 0 euros a year"),
    "register_no": env("CONTROLLER_REGISTER_NO", default=""),
    "processors": _about("CONTROLLER_PROCESSORS", "Example Hosting and Example Mail (fictitious)"),
    "transfers": _about("CONTROLLER_TRANSFERS", "none"),
    "authority": _about("CONTROLLER_AUTHORITY", "Example Data Protection Authority (fictitious), example.org"),
    "accessibility_authority": _about("CONTROLLER_ACCESSIBILITY_AUTHORITY", "Example Body (fictitious), example.org"),
    "accessibility_methods": _about("CONTROLLER_ACCESSIBILITY_METHODS", "nothing yet, this is a demo (fictitious)"),
    "accessibility_tested_on": _about("CONTROLLER_ACCESSIBILITY_TESTED_ON", "2000-01-01"),
    "independent": env.bool("CONTROLLER_INDEPENDENT", default=True),
}
# Days as text (YYYY-MM-DD), so that `check --deploy` can say what is wrong with them.
DPO_AGREED_ON = _about("DPO_AGREED_ON", "2000-01-01")
IMPACT_ASSESSED_ON = _about("IMPACT_ASSESSED_ON", "2000-01-01")
READERS_TRAINED_ON = _about("READERS_TRAINED_ON", "2000-01-01")
AUTOREPLY_SWITCHED_ON = _about("AUTOREPLY_SWITCHED_ON", "2000-01-01")

# --- database ----------------------------------------------------------------------------------------------------
if DATABASE_URL:
    DATABASES = {"default": env.db("DATABASE_URL", engine="campaign.postgresql")}
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = env.bool("DATABASE_POOLED", default=False)  # PgBouncer
    DATABASE_CONNECTIONS = env.int("DATABASE_CONNECTIONS", default=20)  # of the whole site: `campaign.connections`
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        connect_timeout=2,
        options="-c lock_timeout=1500 -c statement_timeout=30000",
        # a host that vanishes without a word is noticed within seconds, not when the kernel gives up
        keepalives_idle=5,
        keepalives_interval=2,
        keepalives_count=3,
        tcp_user_timeout=5000,
    )
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "site.sqlite3",
            "CONN_MAX_AGE": 600,  # to open the file anew for each request took a fifth of the request's time
            "OPTIONS": {
                # Stock settings failed 23 % of writes with 16 writers; these failed none.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- queue -------------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL or "memory://embedded/"
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300} if REDIS_URL else {"polling_interval": 0.1}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker for ever
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_TASK_SOFT_TIME_LIMIT = 600
CELERY_TASK_TIME_LIMIT = 660
CELERY_TIMEZONE = "Europe/Brussels"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
# `expires`: a tick that nobody took in time is dropped; the next tick does the same work.
CELERY_BEAT_SCHEDULE = {
    name: {"task": task, "schedule": schedule, "options": {"expires": expires}}
    for name, task, schedule, expires in (
        ("sweep letters", "petitions.tasks.deliver", 5.0, 5),
        ("refresh tallies", "petitions.tasks.refresh_tallies", 2.0, 4),
        ("snapshot of countries", "petitions.tasks.snapshot_countries", 60.0, 60),
        ("look for a surge", "petitions.tasks.look_for_a_surge", 60.0, 60),
        ("forget expired", "petitions.tasks.forget_expired", crontab(minute=7), 1800),
        ("send reminders", "petitions.tasks.send_reminders", crontab(minute=22), 1800),
        ("recount", "petitions.tasks.recount", crontab(hour=3, minute=15), 3600),
        ("daily summary", "campaign.tasks.send_digest", crontab(hour=7, minute=5), 3600),
        ("forget logins", "campaign.tasks.forget_logins", crontab(minute=41), 1800),
    )
}

# --- letters -----------------------------------------------------------------------------------------------------
ANYMAIL_PROVIDER = env("ANYMAIL_PROVIDER", default="")  # e.g. brevo, mailjet, scaleway, postal
if env("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
elif ANYMAIL_PROVIDER:
    EMAIL_BACKEND = f"anymail.backends.{ANYMAIL_PROVIDER}.EmailBackend"
elif EMBEDDED:
    EMAIL_BACKEND = "campaign.mailbox.MailboxBackend"
else:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
ANYMAIL = {name.removeprefix("ANYMAIL_"): value for name, value in os.environ.items() if name.startswith("ANYMAIL_")}
EMAIL_TIMEOUT = 20  # seconds; well under the letters' lease of 120
DEFAULT_FROM_EMAIL = _about("DEFAULT_FROM_EMAIL", "Example Foundation <petition@example.org>")
MAIL_DKIM_SELECTORS = env.list("MAIL_DKIM_SELECTORS", default=[])  # for `check_mail_dns`
REMINDERS = env.bool("REMINDERS", default=True)
# 50,000 signatures in an hour, two letters each: more than any good day brings, and an end to a flood. 0: no budget.
LETTERS_PER_HOUR = env.int("LETTERS_PER_HOUR", default=100_000)
DOMAIN_LETTERS_PER_HOUR = env.int("DOMAIN_LETTERS_PER_HOUR", default=1000)
MAIL_PER_SECOND = env.float("MAIL_PER_SECOND", default=0.0)  # of each process that sends; 0: as fast as they go

# --- the promises about time -------------------------------------------------------------------------------------
# Not from the environment: pages and letters say these numbers in words, and people agreed to them.
LINK_LIFETIME_DAYS = 14
FORGET_CONFIRMED_AFTER_DAYS = 30
BACKUP_DAYS = env.int("BACKUP_DAYS", default=30)
ERASURE_JOURNAL = Path(env("ERASURE_JOURNAL", default=str(DATA_DIR / "erasures.log")))

# --- limits ------------------------------------------------------------------------------------------------------
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
LIMIT_LOOPBACK = env.bool("LIMIT_LOOPBACK", default=not EMBEDDED)
SURGE = env("SURGE", default="auto")  # or on, or off: above the rate and above staff
SURGE_FLOOR = env.int("SURGE_FLOOR", default=300)  # presses a minute; five times a quiet site's median, 0, is nothing
READ_ONLY = env("READ_ONLY", default="auto")  # or on, or off: above staff
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # of a provider's webhook; campaign.requests holds forms to 32 KB
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400  # staff edit a text in 24 languages on one page

# --- languages ---------------------------------------------------------------------------------------------------
LIVE_LANGUAGES = env.list("LIVE_LANGUAGES", default=sorted(NATIVE))
LANGUAGES = native_names(LIVE_LANGUAGES)
LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "staff"]  # the public, and the staff area's
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["campaign.formats"]  # staff area only: pages write numbers and dates through Babel
TIME_ZONE = "Europe/Brussels"  # a campaign day is a Brussels day

# --- the site ----------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "campaign",
    "petitions",
    "crispy_forms",
    "anymail",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "campaign.timing.Timing",
    "campaign.headers.SecurityHeaders",
    "campaign.headers.ContentPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "campaign.staff_host.StaffHost",
    "campaign.requests.RequestShape",
    "campaign.outage.Outage",
    "campaign.staff_middleware.StaffSession",
    "campaign.languages.LanguageOfTheAddress",
    "campaign.staff_language.StaffLanguageOfThePerson",
    "django.middleware.common.CommonMiddleware",
    "campaign.origin.OriginRule",
    "campaign.taken_in.ReadOnly",
    "django.middleware.csrf.CsrfViewMiddleware",
    "campaign.staff_middleware.StaffAccount",
    "campaign.staff_middleware.StaffCode",
    "campaign.staff_middleware.StaffMessages",
]
ROOT_URLCONF = "campaign.urls"
WSGI_APPLICATION = "campaign.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "campaign.context.page_context",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # our widgets have templates of their own
CRISPY_TEMPLATE_PACK = "plain"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["plain"]
CRISPY_FAIL_SILENTLY = False

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
_collected = (STATIC_ROOT / "staticfiles.json").exists() or "collectstatic" in sys.argv
WHITENOISE_USE_FINDERS = not _collected
warnings.filterwarnings("ignore", "No directory at", module="django")  # nothing is collected in the demo and in tests
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _collected
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- staff -------------------------------------------------------------------------------------------------------
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=not EMBEDDED)
vars().update(of_staff(secure=SECURE))

# --- headers -----------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_SSL_REDIRECT = False  # the proxy redirects
CSRF_FAILURE_VIEW = "campaign.errors.forbidden"  # as our own pages refuse
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE and TRUSTED_PROXIES else None

# --- logs --------------------------------------------------------------------------------------------------------
LOG_LEVEL = env("LOG_LEVEL", default="WARNING" if EMBEDDED else "INFO")
LOG_FORMAT = env("LOG_FORMAT", default="lines" if EMBEDDED else "json")
SENTRY_DSN = env("SENTRY_DSN", default="")
LOGGING = logging_as(LOG_FORMAT, LOG_LEVEL, SENTRY_DSN)
# W001, W002, W004: campaign.headers sets what they ask for; W008: redirecting to https is the proxy's job
SILENCED_SYSTEM_CHECKS = ["security.W001", "security.W002", "security.W004", "security.W008"]
