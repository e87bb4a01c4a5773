"""The second factor of staff accounts: recovery codes, our kind of django-otp's device, and the acts around them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaign", "0002_living"),
        ("otp_totp", "0003_add_timestamps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Authenticator",
            fields=[],
            options={
                "verbose_name": "authenticator",
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("otp_totp.totpdevice",),
        ),
        migrations.AlterField(
            model_name="staffact",
            name="act",
            field=models.CharField(
                choices=[
                    ("login", "logged in"),
                    ("login-failed", "failed to log in"),
                    ("code-refused", "gave a wrong code"),
                    ("logout", "logged out"),
                    ("password", "changed the own password"),
                    ("password-by-link", "chose a password by a link"),
                    ("factor", "set up a second factor"),
                    ("factor-reset", "reset a second factor"),
                    ("recovery", "used a recovery code"),
                    ("recovery-new", "made new recovery codes"),
                    ("export", "exported counts"),
                    ("petition", "changed the petition"),
                    ("forget", "forgot a typed address"),
                    ("hold", "set signatures aside"),
                    ("release", "released signatures"),
                    ("retry", "tried failed letters again"),
                    ("invite", "invited an account"),
                    ("link", "made a password link"),
                    ("roles", "changed an account"),
                    ("content", "changed what the pages say"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
    ]
