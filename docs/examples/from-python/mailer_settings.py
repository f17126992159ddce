"""The settings of Mailer."""

from typing import Literal

from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Smtp(BaseModel):
    """The server that passes messages on."""

    host: str = Field(default="localhost", description="The name of the server.")
    port: int = Field(default=25, ge=1, le=65535, description="The port of the server.")
    password: SecretStr | None = Field(default=None, description="The password to log in with.")


class Settings(BaseSettings):
    """Mailer"""

    model_config = SettingsConfigDict(env_prefix="MAILER_", env_nested_delimiter="__")

    log_level: Literal["debug", "info", "error"] = Field(
        default="info", description="The least important events in the log."
    )
    smtp: Smtp = Smtp()
