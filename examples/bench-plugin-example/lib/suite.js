/**
 * Written as a suite file would be: it extends bench's own and says only what differs.
 *
 * @type {import('@hexweavers/bench/plugin').SuiteFile}
 */
const suite = {
  extends: 'chips',
  id: 'bakery',
  title: 'Chips for bakers',
  prices_as_of: '2026-11-24',
  models: [{id: 'example/rules-billed', name: 'Rules, with a bill', input_price: 1, output_price: 2}],
  personas: [
    {
      id: 'baker',
      sector: 'Food & Crafts',
      desired_role: 'Baker',
      persona:
        'Ines runs the night shift of a bakery with one deck oven and two apprentices. At eleven she feeds the rye starter, reads the order sheet that the shop has pinned to the cold room, and decides how long the dough rests, since the room is never as warm as the recipe says. Shaping begins at two, baking at four, and the van leaves at half past five whatever happens. Flour comes on Tuesdays, always too early. On Saturdays the queue reaches the corner, and somebody asks for the seeded loaf that sold out an hour ago. She writes every change on the wall.',
    },
  ],
  factors: {style: ['plain'], chip_count: [8, 20]},
  styles: {
    plain: {
      extends: 'terse',
      final: {user: 'Write {{chip_count}} chips for a {{desired_role}} in {{sector}}.\n{{constraint}}'},
    },
  },
  lexicon: {
    baker: {
      situation: ['Oven Fails at Four', 'Flour Comes Early', 'Seeded Loaf Sold Out'],
      jargon: ['Bulk Fermentation', 'Deck Oven', 'Rye Starter'],
      role_task: ['Feed the Starter', 'Shape the Loaves', 'Read the Order Sheet'],
      environment: ['Night Shift Bakery', 'Cold Room', 'Corner Shop'],
    },
  },
}
export default suite
