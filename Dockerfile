# A monitor, and the tools for its store:
#   docker build --tag swift-ceph-mon .
#   docker run --detach --name mon --volume mon:/var/lib/ceph swift-ceph-mon
#   docker exec mon monctl -c /var/lib/ceph/ceph.conf status
#   docker run --rm --volume /var/lib/ceph/mon/ceph-a:/store:ro swift-ceph-mon monstore-tool summary /store
# container/entrypoint tells what the environment says; compose.yaml has three monitors.
# tools/prove-image runs these very lines where there is no container engine. It knows FROM, WORKDIR, COPY of
# one source, RUN, USER, VOLUME, EXPOSE, HEALTHCHECK and ENTRYPOINT.

FROM swift:6.3-bookworm AS build
WORKDIR /src
# A layer of its own: packages change less often than sources.
COPY tools/setup tools/setup
RUN tools/setup
COPY . .
RUN for product in swift-ceph-mon monctl monstore-tool; do \
        swift build -c release --static-swift-stdlib --product $product -Xlinker --strip-all || exit 1; \
    done

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends libleveldb1d libsnappy1v5 libisal2 \
    && rm -rf /var/lib/apt/lists/*
# The number that Debian keeps for Ceph, so that it may read what a monitor installed from Debian owns. For
# another owner's store: docker run --user "$(stat --format %u:%g STORE)".
RUN groupadd --gid 64045 ceph \
    && useradd --uid 64045 --gid ceph --no-create-home --home-dir /var/lib/ceph --shell /usr/sbin/nologin ceph \
    && install --directory --owner ceph --group ceph /var/lib/ceph /etc/ceph
COPY --from=build /src/.build/release/swift-ceph-mon /usr/bin/swift-ceph-mon
COPY --from=build /src/.build/release/monctl /usr/bin/monctl
COPY --from=build /src/.build/release/monstore-tool /usr/bin/monstore-tool
COPY container/entrypoint /usr/bin/entrypoint
COPY container/healthcheck /usr/bin/healthcheck
USER ceph
VOLUME /var/lib/ceph
EXPOSE 3300 6789 9283
HEALTHCHECK CMD ["healthcheck"]
ENTRYPOINT ["entrypoint"]
