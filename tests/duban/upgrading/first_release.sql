-- What a first release had written: a plan carried out for three months. Both databases read it, in UTC.

INSERT INTO "policy" ("id", "name", "version", "settings", "stored_at") VALUES
(1, 'default', 1, '{"lamps": {"blue_days_left": 5, "yellow_days_left": 2, "yellow_points_behind": 10, "red_points_behind": 30, "yellow_after_returns": 1, "silent_days": 45}, "ladder": [{"to": "reminded", "days_after_due": -5, "reply_days": 0}, {"to": "urged", "days_after_due": -2, "reply_days": 2}, {"to": "ordered", "days_after_due": 1, "reply_days": 2}, {"to": "summoned", "days_after_due": 5, "reply_days": 3}, {"to": "circulated", "days_after_due": 10, "reply_days": 4}], "panels": {"plan": {"rule": "quorum", "needed": 2, "role": "reviewer", "review_days": 3, "exclude_reporting_unit": false}, "task": {"rule": "any", "needed": 1, "role": "reviewer", "review_days": 3, "exclude_reporting_unit": false}, "summary": {"rule": "any", "needed": 1, "role": "leader", "review_days": 3, "exclude_reporting_unit": false}}, "extensions_at_most": 2, "work_starts": "08:30"}', '2026-01-06 01:00:00.000000');
INSERT INTO "unit" ("id", "code", "name", "short_name", "aliases", "parent_id") VALUES
(1, 'LHKX', '岭海省科学技术协会', '岭海省科协', '["\u7701\u79d1\u534f"]', NULL),
(2, 'KPB', '科普部', '科普部', '["\u7701\u79d1\u534f\u79d1\u666e\u90e8"]', 1),
(3, 'KJG', '岭海省科学技术馆', '省科技馆', '["\u79d1\u6280\u9986"]', 1),
(4, 'LDB', '全民科学素质提升年工作领导小组办公室', '领导小组办公室', '["\u63d0\u5347\u5e74\u529e\u516c\u5ba4"]', 1),
(5, 'C01', '岚州市科学技术协会', '岚州市科协', '["\u5c9a\u5dde\u79d1\u534f"]', 1),
(6, 'C02', '汐城市科学技术协会', '汐城市科协', '["\u6c50\u57ce\u79d1\u534f"]', 1);
INSERT INTO "unit_class" ("unit_id", "name") VALUES
(2, '省科协机关部室'),
(3, '省科协直属单位'),
(5, '地级以上市科协'),
(6, '地级以上市科协');
INSERT INTO "person" ("id", "code", "name", "unit_id", "email") VALUES
(1, 'jiang.yuyan', '江予岩', 1, 'jiang.yuyan@example.org'),
(2, 'ren.zhiran', '任知然', 1, 'ren.zhiran@example.org'),
(3, 'situ.zhuyou', '司徒竹柚', 2, 'situ.zhuyou@example.org'),
(4, 'wan.zhian', '万知安', 2, 'wan.zhian@example.org'),
(5, 'chen.qiutong', '陈秋桐', 2, 'chen.qiutong@example.org'),
(6, 'cai.lingran', '蔡令然', 3, 'cai.lingran@example.org'),
(7, 'fu.yunbai', '傅云白', 3, 'fu.yunbai@example.org'),
(8, 'hou.jia', '侯嘉', 3, 'hou.jia@example.org'),
(9, 'yan.ruoyu', '阎若渔', 4, 'yan.ruoyu@example.org'),
(10, 'li.huaiyou', '黎怀柚', 5, 'li.huaiyou@example.org'),
(11, 'shi.lechuan', '石乐川', 5, 'shi.lechuan@example.org'),
(12, 'fang.huaili', '方怀砾', 6, 'fang.huaili@example.org'),
(13, 'cheng.lanyuan', '程岚原', 6, 'cheng.lanyuan@example.org'),
(14, 'ji.xiaozhou', '纪晓舟', 4, 'ji.xiaozhou@example.org'),
(15, 'liang.lingwei', '梁令维', 4, 'liang.lingwei@example.org'),
(16, 'zeng.wangan', '曾望安', 4, 'zeng.wangan@example.org'),
(17, 'feng.yu', '冯榆', 1, 'feng.yu@example.org'),
(18, 'ren.zhaojia', '任昭嘉', 1, 'ren.zhaojia@example.org'),
(19, 'wu.guyan', '武谷言', 1, 'wu.guyan@example.org'),
(20, 'situ.songyan', '司徒松言', 4, 'situ.songyan@example.org'),
(21, 'qian.peng', '钱芃', 1, 'qian.peng@example.org'),
(22, 'mo.cheng', '莫成', 4, 'mo.cheng@example.org');
INSERT INTO "post" ("id", "code", "unit_id", "name", "roles") VALUES
(1, 'LHKX-LIAISON', 1, '联络员', '["liaison"]'),
(2, 'LHKX-HEAD', 1, '主要负责人', '["unit_head"]'),
(3, 'KPB-LIAISON', 2, '联络员', '["liaison"]'),
(4, 'KPB-HEAD', 2, '主要负责人', '["unit_head"]'),
(5, 'KJG-LIAISON', 3, '联络员', '["liaison"]'),
(6, 'KJG-HEAD', 3, '主要负责人', '["unit_head"]'),
(7, 'LDB-LIAISON', 4, '联络员', '["liaison"]'),
(8, 'LDB-HEAD', 4, '主要负责人', '["unit_head"]'),
(9, 'C01-LIAISON', 5, '联络员', '["liaison"]'),
(10, 'C01-HEAD', 5, '主要负责人', '["unit_head"]'),
(11, 'C02-LIAISON', 6, '联络员', '["liaison"]'),
(12, 'C02-HEAD', 6, '主要负责人', '["unit_head"]'),
(13, 'LDB-PLANNER', 4, '计划专责', '["planner"]'),
(14, 'LDB-CHECKER-1', 4, '初审督查员（一）', '["checker"]'),
(15, 'LDB-CHECKER-2', 4, '初审督查员（二）', '["checker"]'),
(16, 'LDB-REVIEWER-1', 4, '审核组成员（一）', '["reviewer"]'),
(17, 'LDB-REVIEWER-2', 4, '审核组成员（二）', '["reviewer"]'),
(18, 'LDB-REVIEWER-3', 4, '审核组成员（三）', '["reviewer"]'),
(19, 'LDB-SUPERVISOR', 4, '督办专员', '["supervisor"]'),
(20, 'LDB-LEADER', 4, '分管领导', '["leader"]'),
(21, 'LDB-CHIEF', 4, '组长', '["leader", "reviewer"]'),
(22, 'LDB-OPERATOR', 4, '系统操作员', '["operator"]');
INSERT INTO "holding" ("id", "post_id", "person_id", "kind", "since", "until") VALUES
(1, 1, 1, 'holder', '2025-01-01', NULL),
(2, 2, 2, 'holder', '2025-01-01', NULL),
(3, 3, 3, 'holder', '2025-01-01', NULL),
(4, 4, 4, 'holder', '2025-01-01', NULL),
(5, 3, 5, 'deputy', '2025-01-01', NULL),
(6, 5, 6, 'holder', '2025-01-01', NULL),
(7, 6, 7, 'holder', '2025-01-01', NULL),
(8, 5, 8, 'deputy', '2025-01-01', NULL),
(9, 7, 9, 'holder', '2025-01-01', NULL),
(10, 8, 4, 'holder', '2025-01-01', NULL),
(11, 9, 10, 'holder', '2025-01-01', NULL),
(12, 10, 11, 'holder', '2025-01-01', NULL),
(13, 11, 12, 'holder', '2025-01-01', NULL),
(14, 12, 13, 'holder', '2025-01-01', NULL),
(15, 13, 14, 'holder', '2025-01-01', NULL),
(16, 14, 15, 'holder', '2025-01-01', NULL),
(17, 15, 16, 'holder', '2025-01-01', NULL),
(18, 16, 17, 'holder', '2025-01-01', NULL),
(19, 17, 18, 'holder', '2025-01-01', NULL),
(20, 18, 19, 'holder', '2025-01-01', NULL),
(21, 19, 20, 'holder', '2025-01-01', NULL),
(22, 20, 21, 'holder', '2025-01-01', NULL),
(23, 21, 2, 'holder', '2025-01-01', NULL),
(24, 22, 22, 'holder', '2025-01-01', NULL);
INSERT INTO "account" ("id", "person_id", "login", "password_hash", "must_change", "failures", "locked_until") VALUES
(1, 14, 'ji.xiaozhou', '$argon2id$v=19$m=65536,t=3,p=4$c3n5gs1Dg3591voIkxIV9A$MkXe2POfgHKQOCFFyoVc5OGKxe9Q5DJpnVObBLMX1hI', false, 0, NULL),
(2, 6, 'cai.lingran', '$argon2id$v=19$m=65536,t=3,p=4$mfedjg8YOFeo4/jxLdrvGA$Y7HTZHgW444AK4BSqw/vVB3xZJn3z4ussuGySuVWz88', false, 0, NULL),
(3, 15, 'liang.lingwei', '$argon2id$v=19$m=65536,t=3,p=4$vc6EFAxa8U/OW01ZDwGHFw$6RUbD+iRHlT6T/breStLOfLXy5YiQ4Hyx6UuEHP2cbo', false, 0, NULL);
INSERT INTO "plan" ("id", "state", "version", "next_at", "number", "title", "plan_title", "issuer", "issued_on", "ends_on", "addressees", "addressee_classes", "basis", "contact", "text", "text_sha256", "policy_id", "parent_id", "created_at", "summary", "summary_approved_at") VALUES
(1, 'issued', 7, NULL, '试科协〔2026〕2号', '试行方案', '', '', '2026-01-05', '2027-01-06', '[]', '["\u5730\u7ea7\u4ee5\u4e0a\u5e02\u79d1\u534f"]', '[]', '{}', '一、任务。更新展项。更新台账。走进社区。', '956b1b6212008ecce9a103badd2e37743428d5d95241da2a6d58703b754a5893', 1, NULL, '2026-01-06 01:00:00.000000', '', NULL);
INSERT INTO "measure" ("id", "plan_id", "position", "level", "number", "title", "start", "end") VALUES
(1, 1, '1', 1, '一、', '任务', 0, 20);
INSERT INTO "requirement" ("id", "plan_id", "measure_id", "seq", "text", "start", "end", "reading", "certainty", "unsure", "origin", "lead_unit_id", "supporting", "timing", "due", "rhythm_day", "event", "fan_out", "deliverables", "quantity", "confirmed_at", "confirmed_by", "dropped_why", "next_at") VALUES
(1, 1, 1, 1, '更新展项。', 5, 10, '{"measure": "1", "text": "\u66f4\u65b0\u5c55\u9879\u3002", "span": [5, 10], "owners": [], "deadlines": [], "deliverables": [], "quantities": [], "fan_out": null, "certainty": "certain", "unsure": []}', 'certain', '[]', 'prescribed', 3, '[2]', 'fixed', '2026-03-31', NULL, '', '{"kind": "whole", "unit_class": "", "role": null, "post_name": "", "names": []}', '[]', NULL, '2026-01-06 01:00:00.000000', 14, '', NULL),
(2, 1, 1, 2, '更新台账。', 10, 15, '{"measure": "1", "text": "\u66f4\u65b0\u53f0\u8d26\u3002", "span": [10, 15], "owners": [], "deadlines": [], "deliverables": [], "quantities": [], "fan_out": null, "certainty": "certain", "unsure": []}', 'certain', '[]', 'prescribed', 3, '[]', 'monthly', NULL, 25, '', '{"kind": "whole", "unit_class": "", "role": null, "post_name": "", "names": []}', '[]', NULL, '2026-01-06 01:00:00.000000', 14, '', '2026-05-01 00:30:00.000000'),
(3, 1, 1, 3, '走进社区。', 15, 20, '{"measure": "1", "text": "\u8d70\u8fdb\u793e\u533a\u3002", "span": [15, 20], "owners": [], "deadlines": [], "deliverables": [], "quantities": [], "fan_out": null, "certainty": "certain", "unsure": []}', 'certain', '[]', 'prescribed', NULL, '[]', 'fixed', '2026-03-31', NULL, '', '{"kind": "unit", "unit_class": "\u5730\u7ea7\u4ee5\u4e0a\u5e02\u79d1\u534f", "role": null, "post_name": "", "names": []}', '[]', NULL, '2026-01-06 01:00:00.000000', 14, '', NULL);
INSERT INTO "task" ("id", "state", "version", "next_at", "plan_id", "measure_id", "requirement_id", "title", "origin", "subject_kind", "subject", "subject_person_id", "period", "lead_unit_id", "deliverables", "quantity_wanted", "quantity_done", "percent", "due", "original_due", "deadline_version", "returns", "extensions", "created_at", "assigned_at", "suspended_at", "reported_at", "reported_by", "reported_for", "report", "closed_at") VALUES
(1, 'in_progress', 5, NULL, 1, 1, 1, '更新展项。', 'prescribed', 'whole', '', NULL, '', 3, '[]', NULL, 0, 40, '2026-03-31 15:59:59.000000', '2026-03-31 15:59:59.000000', 1, 0, 0, '2026-01-06 01:00:00.000000', '2026-01-06 01:00:00.000000', NULL, NULL, NULL, NULL, '', NULL),
(2, 'assigned', 2, NULL, 1, 1, 2, '更新台账。', 'prescribed', 'whole', '', NULL, '2026-01', 3, '[]', NULL, 0, 0, '2026-01-25 15:59:59.000000', '2026-01-25 15:59:59.000000', 1, 0, 0, '2026-01-06 01:00:00.000000', '2026-01-06 01:00:00.000000', NULL, NULL, NULL, NULL, '', NULL),
(3, 'closed', 8, NULL, 1, 1, 3, '走进社区。', 'prescribed', 'unit', '岚州市科学技术协会', NULL, '', 5, '[]', NULL, 0, 100, '2026-03-31 15:59:59.000000', '2026-03-31 15:59:59.000000', 1, 1, 0, '2026-01-06 01:00:00.000000', '2026-01-06 01:00:00.000000', NULL, '2026-02-05 02:00:00.000000', 10, NULL, '补齐', '2026-02-06 03:00:00.000000'),
(4, 'declined', 3, NULL, 1, 1, 3, '走进社区。', 'prescribed', 'unit', '汐城市科学技术协会', NULL, '', 6, '[]', NULL, 0, 0, '2026-03-31 15:59:59.000000', '2026-03-31 15:59:59.000000', 1, 0, 0, '2026-01-06 01:00:00.000000', '2026-01-06 01:00:00.000000', NULL, NULL, NULL, NULL, '', NULL),
(5, 'assigned', 2, NULL, 1, 1, 2, '更新台账。', 'prescribed', 'whole', '', NULL, '2026-03', 3, '[]', NULL, 0, 0, '2026-03-25 15:59:59.000000', '2026-03-25 15:59:59.000000', 1, 0, 0, '2026-03-24 01:00:00.000000', '2026-03-24 01:00:00.000000', NULL, NULL, NULL, NULL, '', NULL),
(6, 'assigned', 2, NULL, 1, 1, 2, '更新台账。', 'prescribed', 'whole', '', NULL, '2026-04', 3, '[]', NULL, 0, 0, '2026-04-25 15:59:59.000000', '2026-04-25 15:59:59.000000', 1, 0, 0, '2026-04-02 01:00:00.000000', '2026-04-02 01:00:00.000000', NULL, NULL, NULL, NULL, '', NULL);
INSERT INTO "contribution" ("id", "task_id", "unit_id", "owed", "text", "person_id", "at") VALUES
(1, 1, 2, 'owed', '', NULL, NULL);
INSERT INTO "entry" ("id", "task_id", "person_id", "at", "percent", "count", "text") VALUES
(1, 1, 6, '2026-01-12 02:00:00.000000', 40, 0, '过半');
INSERT INTO "evidence" ("id", "task_id", "sha256", "name", "media_type", "size_bytes", "deliverable", "person_id", "at") VALUES
(1, 1, '7b50017ae47eca327bf1f92c1afb647811242711589b51de5c6009817d042310', '现场.txt', 'text/plain', 6, '', 6, '2026-01-12 02:00:00.000000');
INSERT INTO "move" ("id", "life", "subject_id", "version", "plan_id", "at", "act", "became_from", "became", "role", "person_id", "on_behalf_of", "why", "detail", "rules", "key") VALUES
(1, 'plan', 1, 1, 1, '2026-01-06 01:00:00.000000', 'open', 'new', 'drafted', 'planner', 14, NULL, '', '{}', '86d5bb5ccb956cbf', NULL),
(2, 'plan', 1, 2, 1, '2026-01-06 01:00:00.000000', 'confirm', 'drafted', 'drafted', 'planner', 14, NULL, '', '{"requirement_id": 1, "settled": {"lead_unit_id": 3, "supporting": [2], "timing": "fixed", "due": "2026-03-31"}}', '86d5bb5ccb956cbf', NULL),
(3, 'plan', 1, 3, 1, '2026-01-06 01:00:00.000000', 'confirm', 'drafted', 'drafted', 'planner', 14, NULL, '', '{"requirement_id": 2, "settled": {"lead_unit_id": 3, "timing": "monthly", "rhythm_day": 25}}', '86d5bb5ccb956cbf', NULL),
(4, 'plan', 1, 4, 1, '2026-01-06 01:00:00.000000', 'confirm', 'drafted', 'drafted', 'planner', 14, NULL, '', '{"requirement_id": 3, "settled": {"timing": "fixed", "due": "2026-03-31", "fan_out": {"kind": "unit", "unit_class": "\u5730\u7ea7\u4ee5\u4e0a\u5e02\u79d1\u534f"}}}', '86d5bb5ccb956cbf', NULL),
(5, 'plan', 1, 5, 1, '2026-01-06 01:00:00.000000', 'submit', 'drafted', 'in_review', 'planner', 14, NULL, '', '{}', '86d5bb5ccb956cbf', NULL),
(6, 'review', 1, 1, 1, '2026-01-06 01:00:00.000000', 'open', 'new', 'open', 'system', NULL, NULL, '', '{}', '7113dfb48ec21d26', NULL),
(7, 'review', 1, 2, 1, '2026-01-06 01:00:00.000000', 'decide', 'open', 'open', 'reviewer', 17, NULL, '', '{"verdict": "yes"}', '7113dfb48ec21d26', NULL),
(8, 'review', 1, 3, 1, '2026-01-06 01:00:00.000000', 'decide', 'open', 'open', 'reviewer', 19, NULL, '', '{"verdict": "yes"}', '7113dfb48ec21d26', NULL),
(9, 'review', 1, 4, 1, '2026-01-06 01:00:00.000000', 'approve', 'open', 'approved', 'panel', 19, NULL, '', '{}', '7113dfb48ec21d26', NULL),
(10, 'plan', 1, 6, 1, '2026-01-06 01:00:00.000000', 'approve', 'in_review', 'approved', 'panel', 19, NULL, '', '{}', '86d5bb5ccb956cbf', NULL),
(11, 'plan', 1, 7, 1, '2026-01-06 01:00:00.000000', 'issue', 'approved', 'issued', 'planner', 14, NULL, '', '{}', '86d5bb5ccb956cbf', NULL),
(12, 'task', 1, 1, 1, '2026-01-06 01:00:00.000000', 'open', 'new', 'planned', 'system', NULL, NULL, '', '{}', 'de393dbd465c7853', NULL),
(13, 'task', 1, 2, 1, '2026-01-06 01:00:00.000000', 'assign', 'planned', 'assigned', 'system', NULL, NULL, '', '{}', 'de393dbd465c7853', NULL),
(14, 'supervision', 1, 1, 1, '2026-01-06 01:00:00.000000', 'open', 'new', 'calm', 'system', NULL, NULL, '', '{}', '9d1a7c4464ce6c16', NULL),
(15, 'task', 2, 1, 1, '2026-01-06 01:00:00.000000', 'open', 'new', 'planned', 'system', NULL, NULL, '', '{}', 'de393dbd465c7853', NULL),
(16, 'task', 2, 2, 1, '2026-01-06 01:00:00.000000', 'assign', 'planned', 'assigned', 'system', NULL, NULL, '', '{}', 'de393dbd465c7853', NULL),
(17, 'supervision', 2, 1, 1, '2026-01-06 01:00:00.000000', 'open', 'new', 'calm', 'system', NULL, NULL, '', '{}', '9d1a7c4464ce6c16', NULL),
(18, 'task', 3, 1, 1, '2026-01-06 01:00:00.000000', 'open', 'new', 'planned', 'system', NULL, NULL, '', '{}', 'de393dbd465c7853', NULL),
(19, 'task', 3, 2, 1, '2026-01-06 01:00:00.000000', 'assign', 'planned', 'assigned', 'system', NULL, NULL, '', '{}', 'de393dbd465c7853', NULL),
(20, 'supervision', 3, 1, 1, '2026-01-06 01:00:00.000000', 'open', 'new', 'calm', 'system', NULL, NULL, '', '{}', '9d1a7c4464ce6c16', NULL),
(21, 'task', 4, 1, 1, '2026-01-06 01:00:00.000000', 'open', 'new', 'planned', 'system', NULL, NULL, '', '{}', 'de393dbd465c7853', NULL),
(22, 'task', 4, 2, 1, '2026-01-06 01:00:00.000000', 'assign', 'planned', 'assigned', 'system', NULL, NULL, '', '{}', 'de393dbd465c7853', NULL),
(23, 'supervision', 4, 1, 1, '2026-01-06 01:00:00.000000', 'open', 'new', 'calm', 'system', NULL, NULL, '', '{}', '9d1a7c4464ce6c16', NULL),
(24, 'task', 1, 3, 1, '2026-01-12 02:00:00.000000', 'accept', 'assigned', 'in_progress', 'liaison', 6, NULL, '', '{}', 'de393dbd465c7853', NULL),
(25, 'task', 1, 4, 1, '2026-01-12 02:00:00.000000', 'attach', 'in_progress', 'in_progress', 'liaison', 6, NULL, '', '{"text": "\u73b0\u573a.txt", "evidence_id": 1}', 'de393dbd465c7853', NULL),
(26, 'task', 1, 5, 1, '2026-01-12 02:00:00.000000', 'add_entry', 'in_progress', 'in_progress', 'liaison', 6, NULL, '', '{"text": "\u8fc7\u534a", "percent": 40}', 'de393dbd465c7853', NULL),
(27, 'extension', 1, 1, 1, '2026-02-02 02:00:00.000000', 'request', 'new', 'requested', 'liaison', 6, NULL, '展厅检修', '{"text": "\u5df2\u5b8c\u6210\u56db\u6210", "due": "2026-04-30"}', 'c8efe8a30b95c5ce', NULL),
(28, 'task', 3, 3, 1, '2026-01-12 02:00:00.000000', 'accept', 'assigned', 'in_progress', 'liaison', 10, NULL, '', '{}', 'de393dbd465c7853', NULL),
(29, 'task', 3, 4, 1, '2026-02-03 02:00:00.000000', 'report', 'in_progress', 'reported', 'liaison', 10, NULL, '', '{"text": "\u5df2\u8d70\u8fdb\u793e\u533a"}', 'de393dbd465c7853', NULL),
(30, 'task', 3, 5, 1, '2026-02-04 02:00:00.000000', 'send_back', 'reported', 'in_progress', 'checker', 15, NULL, '材料不全', '{}', 'de393dbd465c7853', NULL),
(31, 'task', 3, 6, 1, '2026-02-05 02:00:00.000000', 'report', 'in_progress', 'reported', 'liaison', 10, NULL, '', '{"text": "\u8865\u9f50"}', 'de393dbd465c7853', NULL),
(32, 'task', 3, 7, 1, '2026-02-06 02:00:00.000000', 'pass_check', 'reported', 'in_review', 'checker', 15, NULL, '', '{}', 'de393dbd465c7853', NULL),
(33, 'review', 2, 1, 1, '2026-02-06 02:00:00.000000', 'open', 'new', 'open', 'system', NULL, NULL, '', '{}', '7113dfb48ec21d26', NULL),
(34, 'review', 2, 2, 1, '2026-02-06 03:00:00.000000', 'decide', 'open', 'open', 'reviewer', 17, NULL, '', '{"verdict": "yes"}', '7113dfb48ec21d26', NULL),
(35, 'review', 2, 3, 1, '2026-02-06 03:00:00.000000', 'approve', 'open', 'approved', 'panel', 17, NULL, '', '{}', '7113dfb48ec21d26', NULL),
(36, 'task', 3, 8, 1, '2026-02-06 03:00:00.000000', 'approve', 'in_review', 'closed', 'panel', 17, NULL, '', '{}', 'de393dbd465c7853', NULL),
(37, 'supervision', 3, 2, 1, '2026-02-06 03:00:00.000000', 'settle', 'calm', 'settled', 'system', NULL, NULL, '任务已审核通过', '{}', '9d1a7c4464ce6c16', NULL),
(38, 'task', 4, 3, 1, '2026-02-03 02:00:00.000000', 'decline', 'assigned', 'declined', 'liaison', 12, NULL, '无此职能', '{}', 'de393dbd465c7853', NULL),
(39, 'task', 5, 1, 1, '2026-03-24 01:00:00.000000', 'open', 'new', 'planned', 'system', NULL, NULL, '', '{}', 'de393dbd465c7853', NULL),
(40, 'task', 5, 2, 1, '2026-03-24 01:00:00.000000', 'assign', 'planned', 'assigned', 'system', NULL, NULL, '', '{}', 'de393dbd465c7853', NULL),
(41, 'supervision', 5, 1, 1, '2026-03-24 01:00:00.000000', 'open', 'new', 'calm', 'system', NULL, NULL, '', '{}', '9d1a7c4464ce6c16', NULL),
(42, 'supervision', 2, 2, 1, '2026-03-24 01:00:00.000000', 'remind', 'calm', 'reminded', 'clock', NULL, NULL, '', '{}', '9d1a7c4464ce6c16', NULL),
(43, 'supervision', 5, 2, 1, '2026-03-24 01:00:00.000000', 'remind', 'calm', 'reminded', 'clock', NULL, NULL, '', '{}', '9d1a7c4464ce6c16', NULL),
(44, 'supervision', 1, 2, 1, '2026-03-24 01:00:00.000000', 'remind', 'calm', 'reminded', 'clock', NULL, NULL, '', '{}', '9d1a7c4464ce6c16', NULL),
(45, 'extension', 1, 2, 1, '2026-03-24 01:00:00.000000', 'urge', 'requested', 'requested', 'clock', NULL, NULL, '', '{}', 'c8efe8a30b95c5ce', NULL),
(46, 'task', 6, 1, 1, '2026-04-02 01:00:00.000000', 'open', 'new', 'planned', 'system', NULL, NULL, '', '{}', 'de393dbd465c7853', NULL),
(47, 'task', 6, 2, 1, '2026-04-02 01:00:00.000000', 'assign', 'planned', 'assigned', 'system', NULL, NULL, '', '{}', 'de393dbd465c7853', NULL),
(48, 'supervision', 6, 1, 1, '2026-04-02 01:00:00.000000', 'open', 'new', 'calm', 'system', NULL, NULL, '', '{}', '9d1a7c4464ce6c16', NULL),
(49, 'supervision', 2, 3, 1, '2026-04-02 01:00:00.000000', 'urge', 'reminded', 'urged', 'clock', NULL, NULL, '', '{}', '9d1a7c4464ce6c16', NULL),
(50, 'supervision', 5, 3, 1, '2026-04-02 01:00:00.000000', 'urge', 'reminded', 'urged', 'clock', NULL, NULL, '', '{}', '9d1a7c4464ce6c16', NULL),
(51, 'supervision', 1, 3, 1, '2026-04-02 01:00:00.000000', 'urge', 'reminded', 'urged', 'clock', NULL, NULL, '', '{}', '9d1a7c4464ce6c16', NULL),
(52, 'extension', 1, 3, 1, '2026-04-02 01:00:00.000000', 'urge', 'requested', 'requested', 'clock', NULL, NULL, '', '{}', 'c8efe8a30b95c5ce', NULL),
(53, 'supervision', 1, 4, 1, '2026-04-09 01:00:00.000000', 'order', 'urged', 'ordered', 'clock', NULL, NULL, '', '{}', '9d1a7c4464ce6c16', NULL),
(54, 'supervision', 2, 4, 1, '2026-04-09 01:00:00.000000', 'order', 'urged', 'ordered', 'clock', NULL, NULL, '', '{}', '9d1a7c4464ce6c16', NULL),
(55, 'supervision', 5, 4, 1, '2026-04-09 01:00:00.000000', 'order', 'urged', 'ordered', 'clock', NULL, NULL, '', '{}', '9d1a7c4464ce6c16', NULL),
(56, 'extension', 1, 4, 1, '2026-04-09 01:00:00.000000', 'urge', 'requested', 'requested', 'clock', NULL, NULL, '', '{}', 'c8efe8a30b95c5ce', NULL);
INSERT INTO "review" ("id", "state", "version", "next_at", "life", "subject_id", "plan_id", "about", "rule", "needed", "round", "excluded", "asked_by", "opened_at", "due", "escalations", "decided_at") VALUES
(1, 'approved', 4, NULL, 'plan', 1, 1, 'submit', 'quorum', 2, 1, '[14]', 14, '2026-01-06 01:00:00.000000', '2026-01-09 15:59:59.000000', 0, '2026-01-06 01:00:00.000000'),
(2, 'approved', 3, NULL, 'task', 3, 1, 'pass_check', 'any', 1, 2, '[10, 15]', 15, '2026-02-06 02:00:00.000000', '2026-02-11 15:59:59.000000', 0, '2026-02-06 03:00:00.000000');
INSERT INTO "signer" ("id", "review_id", "post_id", "person_id", "seq", "dropped") VALUES
(1, 1, 16, NULL, 1, false),
(2, 1, 17, NULL, 2, false),
(3, 1, 18, NULL, 3, false),
(4, 1, 21, NULL, 4, false),
(5, 2, 16, NULL, 1, false),
(6, 2, 17, NULL, 2, false),
(7, 2, 18, NULL, 3, false),
(8, 2, 21, NULL, 4, false);
INSERT INTO "decision" ("id", "review_id", "signer_id", "person_id", "on_behalf_of", "verdict", "reason", "at") VALUES
(1, 1, 1, 17, NULL, 'yes', '', '2026-01-06 01:00:00.000000'),
(2, 1, 3, 19, NULL, 'yes', '', '2026-01-06 01:00:00.000000'),
(3, 2, 5, 17, NULL, 'yes', '', '2026-02-06 03:00:00.000000');
INSERT INTO "extension" ("id", "state", "version", "next_at", "plan_id", "task_id", "asked_by", "asked_for", "asked_at", "reason", "progress", "old_due", "wanted", "answer", "answered_at") VALUES
(1, 'requested', 4, '2026-04-10 00:30:00.000000', 1, 1, 6, NULL, '2026-02-02 02:00:00.000000', '展厅检修', '已完成四成', '2026-03-31 15:59:59.000000', '2026-04-30', '', NULL);
INSERT INTO "supervision" ("id", "state", "version", "next_at", "plan_id", "task_id", "deadline_version", "rung_at") VALUES
(1, 'ordered', 4, '2026-04-14 00:30:00.000000', 1, 1, 1, '2026-04-09 01:00:00.000000'),
(2, 'ordered', 4, '2026-04-14 00:30:00.000000', 1, 2, 1, '2026-04-09 01:00:00.000000'),
(3, 'settled', 2, NULL, 1, 3, 1, NULL),
(4, 'calm', 1, NULL, 1, 4, 1, NULL),
(5, 'ordered', 4, '2026-04-14 00:30:00.000000', 1, 5, 1, '2026-04-09 01:00:00.000000'),
(6, 'calm', 1, '2026-04-20 00:30:00.000000', 1, 6, 1, NULL);
INSERT INTO "duty" ("id", "move_id", "what", "plan_id", "delivery", "next_at", "tries", "trouble", "detail") VALUES
(1, 5, 'ask_panel', 1, 'delivered', NULL, 1, '', '{}'),
(2, 10, 'tell_planner', 1, 'delivered', NULL, 1, '', '{}'),
(3, 11, 'tell_all', 1, 'delivered', NULL, 1, '', '{}'),
(4, 13, 'tell_lead', 1, 'delivered', NULL, 1, '', '{}'),
(5, 13, 'tell_supporting', 1, 'delivered', NULL, 1, '', '{}'),
(6, 16, 'tell_lead', 1, 'delivered', NULL, 1, '', '{}'),
(7, 16, 'tell_supporting', 1, 'delivered', NULL, 1, '', '{}'),
(8, 19, 'tell_lead', 1, 'delivered', NULL, 1, '', '{}'),
(9, 19, 'tell_supporting', 1, 'delivered', NULL, 1, '', '{}'),
(10, 22, 'tell_lead', 1, 'delivered', NULL, 1, '', '{}'),
(11, 22, 'tell_supporting', 1, 'delivered', NULL, 1, '', '{}'),
(12, 27, 'ask_granter', 1, 'delivered', NULL, 1, '', '{}'),
(13, 29, 'ask_checker', 1, 'delivered', NULL, 1, '', '{}'),
(14, 30, 'tell_lead', 1, 'delivered', NULL, 1, '', '{}'),
(15, 31, 'ask_checker', 1, 'delivered', NULL, 1, '', '{}'),
(16, 32, 'ask_panel', 1, 'delivered', NULL, 1, '', '{}'),
(17, 36, 'tell_lead', 1, 'delivered', NULL, 1, '', '{}'),
(18, 36, 'tell_planner', 1, 'delivered', NULL, 1, '', '{}'),
(19, 38, 'tell_planner', 1, 'delivered', NULL, 1, '', '{}'),
(20, 40, 'tell_lead', 1, 'delivered', NULL, 1, '', '{}'),
(21, 40, 'tell_supporting', 1, 'delivered', NULL, 1, '', '{}'),
(22, 42, 'tell_lead', 1, 'delivered', NULL, 1, '', '{}'),
(23, 43, 'tell_lead', 1, 'delivered', NULL, 1, '', '{}'),
(24, 44, 'tell_lead', 1, 'delivered', NULL, 1, '', '{}'),
(25, 45, 'ask_granter', 1, 'delivered', NULL, 1, '', '{}'),
(26, 45, 'tell_leader', 1, 'delivered', NULL, 1, '', '{}'),
(27, 47, 'tell_lead', 1, 'delivered', NULL, 1, '', '{}'),
(28, 47, 'tell_supporting', 1, 'delivered', NULL, 1, '', '{}'),
(29, 49, 'tell_lead', 1, 'delivered', NULL, 1, '', '{}'),
(30, 49, 'tell_unit_head', 1, 'delivered', NULL, 1, '', '{}'),
(31, 50, 'tell_lead', 1, 'delivered', NULL, 1, '', '{}'),
(32, 50, 'tell_unit_head', 1, 'delivered', NULL, 1, '', '{}'),
(33, 51, 'tell_lead', 1, 'delivered', NULL, 1, '', '{}'),
(34, 51, 'tell_unit_head', 1, 'delivered', NULL, 1, '', '{}'),
(35, 52, 'ask_granter', 1, 'delivered', NULL, 1, '', '{}'),
(36, 52, 'tell_leader', 1, 'delivered', NULL, 1, '', '{}'),
(37, 53, 'tell_lead', 1, 'delivered', NULL, 1, '', '{}'),
(38, 53, 'tell_unit_head', 1, 'delivered', NULL, 1, '', '{}'),
(39, 53, 'tell_leader', 1, 'delivered', NULL, 1, '', '{}'),
(40, 54, 'tell_lead', 1, 'delivered', NULL, 1, '', '{}'),
(41, 54, 'tell_unit_head', 1, 'delivered', NULL, 1, '', '{}'),
(42, 54, 'tell_leader', 1, 'delivered', NULL, 1, '', '{}'),
(43, 55, 'tell_lead', 1, 'delivered', NULL, 1, '', '{}'),
(44, 55, 'tell_unit_head', 1, 'delivered', NULL, 1, '', '{}'),
(45, 55, 'tell_leader', 1, 'delivered', NULL, 1, '', '{}'),
(46, 56, 'ask_granter', 1, 'delivered', NULL, 1, '', '{}'),
(47, 56, 'tell_leader', 1, 'delivered', NULL, 1, '', '{}');
INSERT INTO "message" ("id", "duty_id", "person_id", "channel", "life", "subject_id", "title", "body", "told_at", "read_at") VALUES
(1, 2, 14, 'in_app', 'plan', 1, '【工作方案审核通过】试行方案', '2026-01-06 09:00，武谷言：工作方案审核通过。
方案：试行方案（试科协〔2026〕2号）
办理：http://127.0.0.1:8600/plans/1', '2026-04-09 01:30:00.000000', NULL),
(2, 2, 14, 'file', 'plan', 1, '【工作方案审核通过】试行方案', '2026-01-06 09:00，武谷言：工作方案审核通过。
方案：试行方案（试科协〔2026〕2号）
办理：http://127.0.0.1:8600/plans/1', '2026-04-09 01:30:00.000000', NULL),
(3, 3, 10, 'in_app', 'plan', 1, '【工作方案印发】试行方案', '2026-01-06 09:00，纪晓舟：工作方案印发。
方案：试行方案（试科协〔2026〕2号）
办理：http://127.0.0.1:8600/plans/1', '2026-04-09 01:30:00.000000', NULL),
(4, 3, 10, 'file', 'plan', 1, '【工作方案印发】试行方案', '2026-01-06 09:00，纪晓舟：工作方案印发。
方案：试行方案（试科协〔2026〕2号）
办理：http://127.0.0.1:8600/plans/1', '2026-04-09 01:30:00.000000', NULL),
(5, 3, 12, 'in_app', 'plan', 1, '【工作方案印发】试行方案', '2026-01-06 09:00，纪晓舟：工作方案印发。
方案：试行方案（试科协〔2026〕2号）
办理：http://127.0.0.1:8600/plans/1', '2026-04-09 01:30:00.000000', NULL),
(6, 3, 12, 'file', 'plan', 1, '【工作方案印发】试行方案', '2026-01-06 09:00，纪晓舟：工作方案印发。
方案：试行方案（试科协〔2026〕2号）
办理：http://127.0.0.1:8600/plans/1', '2026-04-09 01:30:00.000000', NULL),
(7, 3, 6, 'in_app', 'plan', 1, '【工作方案印发】试行方案', '2026-01-06 09:00，纪晓舟：工作方案印发。
方案：试行方案（试科协〔2026〕2号）
办理：http://127.0.0.1:8600/plans/1', '2026-04-09 01:30:00.000000', NULL),
(8, 3, 6, 'file', 'plan', 1, '【工作方案印发】试行方案', '2026-01-06 09:00，纪晓舟：工作方案印发。
方案：试行方案（试科协〔2026〕2号）
办理：http://127.0.0.1:8600/plans/1', '2026-04-09 01:30:00.000000', NULL),
(9, 4, 6, 'in_app', 'task', 1, '【交办任务】更新展项。', '2026-01-06 09:00，系统：任务交办。
方案：试行方案（试科协〔2026〕2号）
任务：更新展项。
牵头单位：岭海省科学技术馆
时限：2026-03-31
亮灯：红灯，已逾期 6 个工作日
请签收并按时限办理；不属本单位职责的，写明理由退回交办。
办理：http://127.0.0.1:8600/tasks/1', '2026-04-09 01:30:00.000000', NULL),
(10, 4, 6, 'file', 'task', 1, '【交办任务】更新展项。', '2026-01-06 09:00，系统：任务交办。
方案：试行方案（试科协〔2026〕2号）
任务：更新展项。
牵头单位：岭海省科学技术馆
时限：2026-03-31
亮灯：红灯，已逾期 6 个工作日
请签收并按时限办理；不属本单位职责的，写明理由退回交办。
办理：http://127.0.0.1:8600/tasks/1', '2026-04-09 01:30:00.000000', NULL),
(11, 5, 3, 'in_app', 'task', 1, '【交办任务】更新展项。', '2026-01-06 09:00，系统：任务交办。
方案：试行方案（试科协〔2026〕2号）
任务：更新展项。
牵头单位：岭海省科学技术馆
时限：2026-03-31
亮灯：红灯，已逾期 6 个工作日
请配合牵头单位，并报送配合情况；未报送的，牵头单位不能报告。
办理：http://127.0.0.1:8600/tasks/1', '2026-04-09 01:30:00.000000', NULL),
(12, 5, 3, 'file', 'task', 1, '【交办任务】更新展项。', '2026-01-06 09:00，系统：任务交办。
方案：试行方案（试科协〔2026〕2号）
任务：更新展项。
牵头单位：岭海省科学技术馆
时限：2026-03-31
亮灯：红灯，已逾期 6 个工作日
请配合牵头单位，并报送配合情况；未报送的，牵头单位不能报告。
办理：http://127.0.0.1:8600/tasks/1', '2026-04-09 01:30:00.000000', NULL),
(13, 6, 6, 'in_app', 'task', 2, '【交办任务】更新台账。', '2026-01-06 09:00，系统：任务交办。
方案：试行方案（试科协〔2026〕2号）
任务：更新台账。
牵头单位：岭海省科学技术馆
时限：2026-01-25
亮灯：红灯，已逾期 49 个工作日
请签收并按时限办理；不属本单位职责的，写明理由退回交办。
办理：http://127.0.0.1:8600/tasks/2', '2026-04-09 01:30:00.000000', NULL),
(14, 6, 6, 'file', 'task', 2, '【交办任务】更新台账。', '2026-01-06 09:00，系统：任务交办。
方案：试行方案（试科协〔2026〕2号）
任务：更新台账。
牵头单位：岭海省科学技术馆
时限：2026-01-25
亮灯：红灯，已逾期 49 个工作日
请签收并按时限办理；不属本单位职责的，写明理由退回交办。
办理：http://127.0.0.1:8600/tasks/2', '2026-04-09 01:30:00.000000', NULL),
(15, 8, 10, 'in_app', 'task', 3, '【交办任务】走进社区。', '2026-01-06 09:00，系统：任务交办。
方案：试行方案（试科协〔2026〕2号）
任务：走进社区。（岚州市科学技术协会）
牵头单位：岚州市科学技术协会
时限：2026-03-31
亮灯：绿灯，已办结
请签收并按时限办理；不属本单位职责的，写明理由退回交办。
办理：http://127.0.0.1:8600/tasks/3', '2026-04-09 01:30:00.000000', NULL),
(16, 8, 10, 'file', 'task', 3, '【交办任务】走进社区。', '2026-01-06 09:00，系统：任务交办。
方案：试行方案（试科协〔2026〕2号）
任务：走进社区。（岚州市科学技术协会）
牵头单位：岚州市科学技术协会
时限：2026-03-31
亮灯：绿灯，已办结
请签收并按时限办理；不属本单位职责的，写明理由退回交办。
办理：http://127.0.0.1:8600/tasks/3', '2026-04-09 01:30:00.000000', NULL);
INSERT INTO "sign_in" ("token_sha256", "account_id", "csrf", "begun_at", "seen_at") VALUES
('56768f6d360e2337cef63fd88b7a97f6d5390519be3609410b7eeaa7013d5126', 2, 'LG2hBDOJuq3-1Cq_k-guk__AW0FTmzndIK5ze6SKvAM', '2026-04-09 01:40:00.000000', '2026-04-09 01:40:00.000000');
