"""Every setting: an environment variable with the prefix DUBAN_, or a line in duban.toml, or the default here."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from models.words import Role


class Settings(BaseSettings):
    """Where things are and how they are reached."""

    model_config = SettingsConfigDict(env_prefix="DUBAN_", toml_file="duban.toml", extra="ignore", frozen=True)

    home: Path = Field(Path(".duban"), description="folder of all data: database, evidence, reports, Prefect's files")
    database_url: str = Field("", description="SQLAlchemy URL of the database; empty: SQLite in the home folder")
    host: str = Field("127.0.0.1", description="address the inbox and Prefect listen on")
    inbox_port: int = Field(8600, description="port of the inbox")
    inbox_workers: int = Field(
        1, ge=1, le=64, description="processes that serve the inbox; two, on two cores, serve a hundred busy reviewers"
    )
    prefect_port: int = Field(4200, description="port of the Prefect server and its UI")
    prefect_auth: str = Field(
        "", description="what Prefect's server and page ask for, user:password; empty: made once, prefect/credential"
    )
    prefect_url: str = Field(
        "", description="address of Prefect where somebody else runs its server; empty: host and port"
    )
    public_url: str = Field("", description="address people reach the inbox at; empty: host and port")
    language: Literal["zh", "en"] = Field(
        "zh", description="language of sentences where nobody has chosen one: zh or en"
    )
    smtp_url: str = Field("", description="mail server, smtp://user:password@host:port; empty: no mail is sent")
    mail_from: str = Field("duban@localhost", description="sender of mail")
    session_hours: int = Field(12, description="hours after which a sign-in ends")
    session_idle_minutes: int = Field(60, description="idle minutes after which a sign-in ends")
    proof_minutes: int = Field(
        5, ge=1, description="minutes for which proving oneself, or signing in, counts for grave acts"
    )
    secure_cookies: bool = Field(
        False, description="send cookies over TLS only; set it behind a TLS proxy; an https public_url does the same"
    )
    door_key: str = Field(
        "",
        description="file of the key that encrypts the secrets of codes; empty: keys/door.fernet in the home folder",
    )
    codes_for: str = Field(
        "", description="roles that have to sign in with a code as well, with commas between, such as operator,planner"
    )
    work_pool: str = Field(
        "", description="Prefect work pool whose workers run the flows; empty: whoever serves them runs them too"
    )
    sweep_shares: int = Field(
        1, ge=1, description="workers that do a large sweep at once; more than one only with a work pool and PostgreSQL"
    )
    oidc_issuer: str = Field(
        "", description="issuer of the OpenID Connect provider people may sign in at, as its discovery document says it"
    )
    oidc_client_id: str = Field(
        "",
        description="what the provider knows duban by; register the address /sign-in/provider/back of the inbox there",
    )
    oidc_client_secret: str = Field(
        "", description="secret of duban at the provider; empty: a public client, PKCE only"
    )
    oidc_name: str = Field("", description="what the button on the sign-in page calls the provider")
    keep_runs_days: int = Field(30, ge=1, description="days for which Prefect keeps runs that have ended")
    keep_door_days: int = Field(
        365, ge=1, description="days for which the record of the door is kept: sign-ins, refused ones too, and the like"
    )
    clock_behind_s: int = Field(0, description="seconds by which our clock runs behind; only ever for demonstrations")
    max_upload_mb: int = Field(50, description="largest file that can be attached, in MB")

    log_format: Literal["text", "json"] = Field("text", description="how lines of logs are written: text or json")
    monitor_token: str = Field(
        "",
        description="what a monitor sends as Authorization: Bearer … to read /metrics; empty: only from this machine",
    )
    webhook_private: bool = Field(
        False, description="let webhooks go to loopback and private addresses, and over plain http"
    )
    ledger_key: str = Field(
        "", description="file of the key that signs the ledger; empty: keys/ledger.ed25519 in the home folder"
    )
    ledger_hash: Literal["sha256", "sm3"] = Field(
        "sha256", description="hash of the ledger, sha256 or sm3; counts when the first seal is made"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @field_validator("codes_for")
    @classmethod
    def _roles_only(cls, text: str) -> str:
        unknown = [part for part in _parts(text) if part not in {role.value for role in Role}]
        if unknown:
            raise ValueError(f"no role is called {', '.join(unknown)}; there are {', '.join(Role)}")
        return text

    @property
    def roles_with_codes(self) -> frozenset[Role]:
        return frozenset(Role(part) for part in _parts(self.codes_for))

    @property
    def over_tls(self) -> bool:
        return self.secure_cookies or self.public_url.startswith("https://")

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{(self.home / 'duban.db').resolve()}"

    @property
    def inbox_url(self) -> str:
        return self.public_url or f"http://{self.host}:{self.inbox_port}"

    @property
    def prefect_api_url(self) -> str:
        return f"{(self.prefect_url or f'http://{self.host}:{self.prefect_port}').rstrip('/')}/api"


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


@cache
def settings() -> Settings:
    """Give the settings of this process, read once."""
    return Settings()
