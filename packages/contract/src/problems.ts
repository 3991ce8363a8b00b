/**
 * Every problem that the API can answer (RFC 9457): its code, HTTP status and title. The `type` of
 * a problem document is `https://throughline.dev/problems/<code>`; `detail` says what to do.
 * Codes are closed: a client may switch over them.
 */
export const problems = {
  // Of every operation
  malformed_body: { status: 400, title: 'The body is not valid JSON' },
  invalid_input: { status: 422, title: 'The input is not valid' },
  not_signed_in: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'You may not do this' },
  not_found: { status: 404, title: 'There is nothing here' },
  method_not_allowed: { status: 405, title: 'This address takes other methods' },
  stale_revision: { status: 412, title: 'Somebody changed this before you' },
  revision_required: { status: 428, title: 'If-Match is missing' },
  idempotency_key_reused: {
    status: 422,
    title: 'This idempotency key was used for another request',
  },
  unsupported_media_type: { status: 415, title: 'Send another media type' },
  body_too_large: { status: 413, title: 'The body is too large' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  cross_site: { status: 403, title: 'The request came from another site' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  database_unavailable: { status: 503, title: 'The database cannot be reached' },

  // Platform
  already_exists: { status: 409, title: 'This exists already' },
  wrong_state: { status: 409, title: 'This cannot be done in its present state' },
  in_use: { status: 409, title: 'Other things still depend on this' },
  'access.wrong_credentials': { status: 401, title: 'E-mail or password is wrong' },
  'access.link_expired': { status: 410, title: 'This sign-in link was used or is too old' },
  'access.weak_password': { status: 422, title: 'Choose a longer password' },
  'access.last_administrator': { status: 409, title: 'The last administrator stays one' },
  'entity.relation_not_allowed': { status: 422, title: 'These cannot be linked in this way' },
  'entity.circular': { status: 409, title: 'This would make a circle' },
  'decision.effect_not_allowed': { status: 422, title: 'This decision cannot do that' },
  'decision.not_the_decider': { status: 403, title: 'Only the decider can confirm this' },
  'org.overlap': { status: 409, title: 'This holds already in that period' },
  'org.level_not_allowed': { status: 422, title: 'A unit of this level cannot stand there' },
  'import.invalid': { status: 422, title: 'These files cannot be imported' },
  'import.plan_changed': { status: 409, title: 'The plan no longer holds' },
  'delivery.checklist_unmet': { status: 409, title: 'The checklist is not met' },
  'delivery.report_unreadable': { status: 422, title: 'This is no report of tests' },
  'delivery.image_unreadable': { status: 422, title: 'This is no image that can be shown' },
  'delivery.ruled_elsewhere': { status: 409, title: 'Another tool rules this' },
  'delivery.tracker_refused': { status: 422, title: 'The tool cannot be followed like that' },
  'flags.invalid': { status: 422, title: 'This flag cannot serve that' },
  'flags.needs_review': { status: 409, title: 'This environment wants a review first' },
  'flags.circular': { status: 409, title: 'This would make a circle' },
  'flags.version_not_reached': { status: 503, title: 'This node is not that far yet' },
  'mail.not_configured': { status: 409, title: 'Mail is not configured' },
  'mail.not_sent': { status: 502, title: 'The mail server did not take it' },
  'rehearsal.impossible': { status: 409, title: 'There can be no rehearsal of this here' },
  'webhook.signature_wrong': { status: 401, title: 'The signature is not right' },
  'insight.unknown': { status: 404, title: 'There is no such insight' },

  // Strategy
  'strategy.over_capacity': { status: 409, title: 'The plan needs more than there is' },

  // Release
  'release.address_refused': { status: 422, title: 'This address is not allowed' },
  'release.credential_refused': { status: 422, title: 'This credential cannot be used' },
  'release.not_fetched': { status: 409, title: 'The repository could not be read' },
  'release.unknown_revision': { status: 422, title: 'The repository has no such commit' },
  'release.nothing_to_release': { status: 409, title: 'Nothing calls for a release' },
  'release.environment_frozen': { status: 409, title: 'The environment is frozen' },
  'release.environment_busy': { status: 409, title: 'Another deployment is under way here' },
  'release.pipeline_missing': { status: 422, title: 'The repository has no pipeline' },
  'release.pipeline_invalid': { status: 422, title: 'The pipeline is not valid' },
  'release.no_queue': { status: 409, title: 'There is no merge queue here' },
  'release.workflow_invalid': { status: 422, title: 'The workflow is not valid' },
  'release.tests_not_green': { status: 409, title: 'The tests are not green' },
  'release.commands_refused': { status: 409, title: 'No runner may run these commands' },
  'release.forge_refused': { status: 409, title: 'The forge did not do it' },
  'release.no_rollback': { status: 409, title: 'The pipeline declares no rollback' },
  'release.place_locked': { status: 409, title: 'A lock keeps deployments back here' },
  'release.held_back': { status: 409, title: 'This release is held back' },
  'release.irreversible': { status: 409, title: 'A migration cannot be taken back' },
  'release.own_deployment': { status: 403, title: 'Somebody else approves this' },
  'release.secret_missing': { status: 409, title: 'A secret is missing' },
  'release.callback_refused': { status: 401, title: 'This callback is not signed as it should be' },
  'release.no_line_name': { status: 422, title: 'This is no name of a release line' },
  'release.line_ended': { status: 409, title: 'The release line has ended' },
  'release.not_patched': { status: 409, title: 'The release line is not patched in this way' },
  'release.set_by_file': { status: 409, title: 'The repository’s own file says this' },
  'release.not_resolved': { status: 422, title: 'Something is still in conflict' },
  'release.stale_fence': { status: 409, title: 'This attempt is no longer yours' },

  // Operations
  'operations.own_request': { status: 403, title: 'Somebody else decides this' },
  'operations.clashes': { status: 409, title: 'Its window runs into a freeze' },
  'operations.sarif_unreadable': { status: 422, title: 'This is no SARIF that can be read' },
  'operations.delivery_unreadable': { status: 422, title: 'This delivery cannot be read' },

  // Catalog
  'catalog.address_refused': { status: 422, title: 'This address cannot be used' },

  // Rhythm and learning
  'rhythm.rule_invalid': { status: 422, title: 'This is no rule that dates can be made of' },
  'rhythm.template_invalid': { status: 422, title: 'This is no template of a review' },
  'rhythm.frozen': { status: 409, title: 'The pack is frozen' },
  'rhythm.nothing_new': { status: 409, title: 'Nothing in the pack would change' },
  'rhythm.nothing_to_draw': { status: 409, title: 'There is nothing to draw from' },
  'rhythm.undecided': { status: 409, title: 'A decision is still open' },
  'rhythm.not_read_back': { status: 409, title: 'Read back first what was decided' },
  'rhythm.no_retrospective': { status: 409, title: 'This review has no retrospective' },
  'rhythm.no_dots_left': { status: 409, title: 'You have no more dots' },
  'rhythm.enough_actions': { status: 409, title: 'The team has committed to enough' },
  'learning.not_enrolled': { status: 409, title: 'Enrol first' },
  'learning.prerequisite_unmet': { status: 409, title: 'Other modules come first' },

  // Notify
  'notify.invalid': { status: 422, title: 'This cannot be told as it is' },
  'notify.own_work': { status: 403, title: 'Somebody else approves this' },
  'notify.not_approved': { status: 409, title: 'Exactly this has not been approved' },

  // Launch
  'launch.no_tier': { status: 422, title: 'These answers call for no launch' },
  'launch.not_ready': { status: 409, title: 'The launch is not ready' },
} as const satisfies Record<string, { status: number; title: string }>;

/** A problem's code. */
export type ProblemCode = keyof typeof problems;

/** Problems that every operation can have, so that no operation need declare them. */
export const commonProblems = [
  'malformed_body',
  'invalid_input',
  'not_signed_in',
  'forbidden',
  'not_found',
  'too_many_requests',
  'internal',
  'database_unavailable',
] as const satisfies readonly ProblemCode[];
