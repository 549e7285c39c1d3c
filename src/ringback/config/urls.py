"""Every address of the product."""

from __future__ import annotations

from django.urls import path

from ringback.api.app import api
from ringback.web import (
    arrivals,
    audit,
    call,
    escalation,
    gallery,
    handling,
    health,
    imports,
    lanes,
    language,
    live,
    people,
    queue,
    setup,
    staffing,
)

urlpatterns = [
    path("", queue.page, name="queue"),
    path("next", queue.take_next, name="next"),
    path("search", queue.search, name="search"),
    path("live", live.stream, name="live"),
    path("arrivals/new", arrivals.new, name="new-arrival"),
    path("callbacks/<uuid:callback_id>", call.page, name="callback"),
    path("callbacks/<uuid:callback_id>/take", call.take, name="take"),
    path("callbacks/<uuid:callback_id>/give-back", call.give_back, name="give-back"),
    path("callbacks/<uuid:callback_id>/attempts", call.add_attempt, name="attempt"),
    path("callbacks/<uuid:callback_id>/notes", call.add_note, name="note"),
    path("callbacks/<uuid:callback_id>/draft", call.save_draft, name="draft"),
    path("callbacks/<uuid:callback_id>/facts", call.record_facts, name="facts"),
    path("callbacks/<uuid:callback_id>/ask", escalation.ask, name="ask"),
    path("callbacks/<uuid:callback_id>/accept", escalation.accept, name="accept"),
    path("callbacks/<uuid:callback_id>/answer", escalation.answer, name="answer"),
    path("callbacks/<uuid:callback_id>/sort", call.sort, name="sort"),
    path("callbacks/<uuid:callback_id>/done", call.close, name="done"),
    path("imports", imports.page, name="imports"),
    path("imports/<uuid:batch_id>", imports.one, name="import"),
    path("imports/<uuid:batch_id>/start", imports.start, name="import-start"),
    path("imports/<uuid:batch_id>/step", imports.step, name="import-step"),
    path("imports/<uuid:batch_id>/cancel", imports.cancel, name="import-cancel"),
    path("imports/<uuid:batch_id>/undo", imports.undo, name="import-undo"),
    path("imports/<uuid:batch_id>/bad-rows", imports.bad_rows, name="import-bad-rows"),
    path("audit-day", audit.page, name="audit-day"),
    path("audit-day/<uuid:batch_id>", audit.day, name="audited"),
    path("setup", setup.page, name="setup"),
    path("setup/people", staffing.page, name="setup-people"),
    path("setup/people/<uuid:person_id>", staffing.one, name="setup-person"),
    path("setup/posts", staffing.posts, name="setup-posts"),
    path("setup/posts/fill", staffing.fill, name="setup-post-fill"),
    path("setup/posts/leave", staffing.leave, name="setup-post-leave"),
    path("setup/on-call", staffing.on_call, name="setup-on-call"),
    path("setup/on-call/<uuid:entry_id>", staffing.off_call, name="setup-off-call"),
    path("setup/lanes", lanes.page, name="setup-lanes"),
    path("setup/lanes/new", lanes.new, name="setup-lane-new"),
    path("setup/lanes/<uuid:lane_id>", lanes.one, name="setup-lane"),
    path("setup/lanes/<uuid:lane_id>/shifts", lanes.shifts, name="setup-lane-shifts"),
    path(
        "setup/lanes/<uuid:lane_id>/shifts/<uuid:shift_id>",
        lanes.end_shift,
        name="setup-lane-shift-end",
    ),
    path("setup/lanes/<uuid:lane_id>/remove", lanes.remove, name="setup-lane-remove"),
    path("lanes", handling.page, name="lanes"),
    path("lanes/<uuid:lane_id>/looked", lanes.looked, name="lane-looked"),
    path("people/", people.people, name="people"),
    path("people/leave", people.leave, name="leave"),
    path("people/<uuid:practice_id>/<uuid:person_id>", people.become, name="become"),
    path("language", language.choose, name="language"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("healthz", health.healthz, name="healthz"),
    path("api/v1/", api.urls),
]

handler400 = "ringback.web.trouble.unreadable"
handler404 = "ringback.web.trouble.absent"
