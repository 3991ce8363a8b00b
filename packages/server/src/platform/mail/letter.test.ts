import { expect, test } from 'vitest';
import { writeLetter } from './letter.ts';

const settings = 'https://throughline.example/mail';

test('text and HTML say the same, and the HTML holds no mark-up of those who wrote the words', () => {
  const { subject, text, html } = writeLetter(
    {
      subject: 'Invitation: <b>Q1</b>\r\nBcc: eve@example.com',
      opening: ['You & I <script>alert(1)</script>'],
      lists: [
        {
          title: 'Overdue',
          items: [
            { title: 'Ask "legal"', says: 'Your action', href: 'https://x.example/a?b=1&c=2' },
          ],
        },
      ],
      page: { label: 'All of it', href: 'https://throughline.example/' },
      because: 'You get this daily.',
    },
    settings,
  );
  expect(subject).toBe('Invitation: <b>Q1</b> Bcc: eve@example.com');
  expect(text).toBe(
    [
      'You & I <script>alert(1)</script>',
      '',
      'OVERDUE',
      '- Ask "legal"',
      '  Your action',
      '  https://x.example/a?b=1&c=2',
      '',
      'All of it: https://throughline.example/',
      '',
      '-- ',
      `You get this daily. Choose what you get: ${settings}`,
      '',
    ].join('\n'),
  );
  expect(html).toContain('<p>You &amp; I &lt;script&gt;alert(1)&lt;/script&gt;</p>');
  expect(html).toContain('<a href="https://x.example/a?b=1&amp;c=2">Ask &quot;legal&quot;</a>');
  expect(html).not.toMatch(/<script|<img|src=|<b>/);
});
