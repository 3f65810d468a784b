"""`manage.py storage_policy`: the bucket's lifecycle rules, CORS and policy, printed or applied."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.management.base import BaseCommand, CommandError

from lookjobs import bucket
from lookjobs.storage import is_local, looks


class Command(BaseCommand):
    help = "Print what the bucket should enforce as JSON; --apply makes the bucket and its rules."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--apply", action="store_true", help="lifecycle and CORS, not policy")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        storage: Any = looks()
        name = "BUCKET" if is_local() else storage.bucket_name
        rules = {
            "lifecycle": bucket.lifecycle(),
            "cors": bucket.cors(),
            "policy": bucket.policy(name),
        }
        self.stdout.write(json.dumps(rules, indent=2))
        if not options["apply"]:
            return
        if is_local():
            raise CommandError("No bucket is configured: set LOOK_REPLICATOR_S3_BUCKET.")
        try:
            self._apply(storage.bucket.meta.client, name)
        except (BotoCoreError, ClientError) as error:
            raise CommandError(f"The store refused: {error}") from None

    def _apply(self, client: Any, name: str) -> None:
        try:
            client.head_bucket(Bucket=name)
        except ClientError:
            client.create_bucket(Bucket=name)
        client.put_bucket_lifecycle_configuration(
            Bucket=name, LifecycleConfiguration=bucket.lifecycle()
        )
        try:
            client.put_bucket_cors(Bucket=name, CORSConfiguration=bucket.cors())
        except ClientError as error:  # MinIO sets CORS for the whole server instead
            self.stderr.write(f"CORS was not set: {error}")
