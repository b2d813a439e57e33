INSERT INTO schools(school, name, country, sound_days, takes_days, audit_days, backup_days, consent, made_s)
VALUES (7, 'Lessing', 'DE', 90, 365, 730, 35, 'school', 1790000000);
INSERT INTO numbers VALUES (7, 'person', 3);
INSERT INTO people VALUES (7, 3, 'Old', 'O', NULL, '', 'active', '', '', 1790000000);
INSERT INTO terms VALUES (7, 0, '', 0, 0);
INSERT INTO classes VALUES (7, 0, 0, '', '', 0);
INSERT INTO memberships VALUES (7, 0, 3, 'teacher', 1790000000, NULL);
