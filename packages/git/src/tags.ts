import { namespaces, type Repository } from './cache.ts';
import { gitText } from './git.ts';

export interface Tag {
  readonly name: string;
  readonly kind: 'annotated' | 'light';
  /** What the tag's ref points at: the tag's own object, or the target of a light one. */
  readonly sha: string;
  /** What it marks at last, usually a commit. */
  readonly target: { readonly sha: string; readonly type: 'commit' | 'tree' | 'blob' | 'tag' };
  /** When it was made; of a light tag, when its commit was. ISO 8601 in UTC. */
  readonly at: string | undefined;
  /** The first line of an annotated tag's message. */
  readonly subject: string | undefined;
}

const fields = [
  '%(refname)',
  '%(objecttype)',
  '%(objectname)',
  '%(*objecttype)',
  '%(*objectname)',
  '%(creatordate:unix)',
  '%(contents:subject)',
];

/** The remote's tags as the cache knows them, the newest first. */
export async function listTags(repository: Repository): Promise<Tag[]> {
  const text = await gitText(
    ['for-each-ref', '--sort=-creatordate', `--format=${fields.join('%09')}`, namespaces.tags],
    { repository: repository.directory },
  );
  return text === '' ? [] : text.split('\n').map(tagOf);
}

function tagOf(line: string): Tag {
  const [ref = '', type = '', sha = '', targetType, targetSha, seconds, ...subject] =
    line.split('\t');
  const annotated = type === 'tag';
  return {
    name: ref.slice(namespaces.tags.length),
    kind: annotated ? 'annotated' : 'light',
    sha,
    target: {
      sha: annotated && targetSha ? targetSha : sha,
      type: objectType(annotated ? targetType : type),
    },
    at: seconds ? new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z') : undefined,
    subject: annotated ? subject.join('\t') : undefined,
  };
}

function objectType(type: string | undefined): Tag['target']['type'] {
  return type === 'tree' || type === 'blob' || type === 'tag' ? type : 'commit';
}
