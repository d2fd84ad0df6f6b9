"""What whoever runs the service asks: is it alive, is it ready, how is it doing."""

from ipaddress import ip_address, ip_network

from fastapi import APIRouter, Depends, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import Response

from app.dependencies.guards import Public
from app.dependencies.infrastructure import ContainerDep
from app.errors.requests import NotFound, TemporarilyUnavailable
from app.http.problems import problems
from app.schemas.operations import LivenessRead, ReadinessRead, SigningKeyRead, SigningKeysRead
from app.services.readiness import check_readiness

router = APIRouter(tags=["operations"], dependencies=[Depends(Public())])


@router.get("/livez", operation_id="getLiveness", summary="Tell whether the process answers")
async def get_liveness() -> LivenessRead:
    """Depends on nothing."""
    return LivenessRead(status="alive")


@router.get(
    "/readyz",
    operation_id="getReadiness",
    summary="Tell whether the process can serve",
    responses=problems(TemporarilyUnavailable),
)
async def get_readiness(container: ContainerDep) -> ReadinessRead:
    """503 until the database answers with the schema this version needs, and the storage of
    documents answers.
    """
    await check_readiness(container.database, container.storage)
    return ReadinessRead(status="ready")


@router.get("/metrics", include_in_schema=False)
async def get_metrics(request: Request, container: ContainerDep) -> Response:
    """Prometheus text; anybody outside the configured networks, or behind a proxy, gets 404."""
    peer = ip_address(request.client.host) if request.client else None
    networks = map(ip_network, container.settings.metrics_readers)
    proxied = "x-forwarded-for" in request.headers
    if peer is None or proxied or not any(peer in network for network in networks):
        raise NotFound
    return Response(generate_latest(container.metrics.registry), media_type=CONTENT_TYPE_LATEST)


@router.get(
    "/.well-known/jwks.json",
    operation_id="getSigningKeys",
    summary="Read the public keys of access tokens",
)
async def get_signing_keys(container: ContainerDep) -> SigningKeysRead:
    """JSON Web Key Set (RFC 7517); two keys during a rotation."""
    keys = container.access_tokens.public_keys()
    return SigningKeysRead(keys=[SigningKeyRead.model_validate(key) for key in keys])
