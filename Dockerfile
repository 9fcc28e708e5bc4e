# monstore-tool with nothing but what it needs:
#   docker build --tag monstore-tool .
#   docker run --rm --volume /var/lib/ceph/mon/ceph-a:/store:ro monstore-tool summary /store
# tools/prove-image runs these very lines where there is no container engine. It knows FROM, WORKDIR, COPY of
# one source, RUN, USER and ENTRYPOINT.

FROM swift:6.3-bookworm AS build
WORKDIR /src
# A layer of its own: packages change less often than sources.
COPY tools/setup tools/setup
RUN tools/setup
COPY . .
RUN swift build -c release --static-swift-stdlib --product monstore-tool -Xlinker --strip-all

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends libleveldb1d libsnappy1v5 libisal2 \
    && rm -rf /var/lib/apt/lists/*
# The number that Debian keeps for Ceph, so that it may read what a monitor installed from Debian owns. For
# another owner's store: docker run --user "$(stat --format %u:%g STORE)".
RUN groupadd --gid 64045 ceph \
    && useradd --uid 64045 --gid ceph --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin ceph
COPY --from=build /src/.build/release/monstore-tool /usr/bin/monstore-tool
USER ceph
ENTRYPOINT ["monstore-tool"]
