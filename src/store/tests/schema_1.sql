-- A store as schema 1 left it: a note with one card, rated Good twice, the second time undone; numbers up to 9 were given.
INSERT INTO pack (id, title, version, origin, hash, stamp, definition, imported_at)
    VALUES ('demo', 'Demo', '1', 'shipped', 1, 0, '{"language":"en","services":{},"exams":{},"objectives":{},"rules":{}}', 0);
INSERT INTO item (key, pack, slug, kind, service, hash, body) VALUES (1, 'demo', 'one', 'note', 'ecs', 1,
    '{"id":"demo/one","service":"ecs","tags":[],"teaches":[],"exams":{},"source":null,"verified":null,"kind":{"note":{"title":"One","body":"Body","cards":[{"id":"a","face":{"basic":{"front":"F","back":"B"}}}]}}}');
INSERT INTO card (key, item, slug, rank, revision, phase, step, stability, difficulty, due_at, due_day, last_day, reviews)
    VALUES (1, 1, 'a', 0, 3, 1, 1, 2.3065, 2.118104, 1767604200000, 20458, 20458, 1);
INSERT INTO journal (seq, kind, at, day, card, root, reverses, rating, took, origin, before, after) VALUES
    (1, 'review', 1767603600000, 20458, 1, NULL, NULL, 3, 4000, 'due',
        '[0,0,null,null,0,0,null,0,0,0,null]', '[1,1,2.3065,2.118104,1767604200000,20458,20458,1,0,0,null]'),
    (2, 'review', 1767604300000, 20458, 1, NULL, NULL, 3, 3000, 'due',
        '[1,1,2.3065,2.118104,1767604200000,20458,20458,1,0,0,null]', '[2,0,2.3065,2.1112242,1767604300000,20460,20458,2,0,0,null]'),
    (3, 'undo', 1767604400000, 20458, 1, 2, 2, NULL, NULL, NULL,
        '[2,0,2.3065,2.1112242,1767604300000,20460,20458,2,0,0,null]', '[1,1,2.3065,2.118104,1767604200000,20458,20458,1,0,0,null]');
UPDATE sqlite_sequence SET seq = 9 WHERE name = 'journal';
INSERT INTO day (day, reviews, new, due, kept, took) VALUES (20458, 1, 1, 0, 0, 4000);
