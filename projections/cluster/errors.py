"""What can go wrong with a cluster."""

from __future__ import annotations

from projections.errors import ProjectionError


class ClusterError(ProjectionError):
    """The cluster cannot be used, or cannot read the archive."""

    code = "cluster"
