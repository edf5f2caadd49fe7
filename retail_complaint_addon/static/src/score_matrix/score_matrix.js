import {Component, onWillStart, useRef, useState} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/views/fields/formatters";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

const MOST_POINTS = 10;
const MOVES = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    Enter: [1, 0],
};

/**
 * The packages of a case as columns, the criteria as rows: points from 0 to 10, by
 * keyboard, with the totals at once. The server counts them again.
 */
export class ScoreMatrix extends Component {
    static template = "retail_complaint_addon.ScoreMatrix";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.display = {controlPanel: {}};
        this.table = useRef("table");
        this.caseId = this.props.action.context.active_id;
        this.state = useState({matrix: null, changed: new Set(), notes: false});
        this.env.config.setDisplayName(_t("Score the packages"));
        useHotkey("alt+s", () => this.save(), {bypassEditableProtection: true});
        useSetupAction({beforeLeave: () => this.leave()});
        onWillStart(() => this.load());
    }

    async load() {
        this.take(
            await this.orm.call("helpdesk.ticket", "get_score_matrix", [[this.caseId]])
        );
    }

    take(matrix) {
        for (const column of matrix.packages) {
            column.cells = {};
            for (const criterion of matrix.criteria) {
                const score = column.scores[criterion.id];
                column.cells[criterion.id] = {
                    points: score ? String(score.points) : "",
                    note: score ? score.note : "",
                    weight: score ? score.weight : criterion.weight,
                };
            }
        }
        this.state.matrix = matrix;
        this.state.changed.clear();
        this.state.notes = matrix.packages.some((column) =>
            Object.values(column.cells).some((cell) => cell.note)
        );
    }

    get share() {
        const weights = this.state.matrix.criteria
            .filter((criterion) => criterion.active)
            .map((criterion) => criterion.weight);
        return weights.reduce((sum, weight) => sum + weight, 0);
    }

    percent(criterion) {
        return Math.round((100 * criterion.weight) / this.share);
    }

    /**
     * @param {Object} column of the matrix
     * @returns {Boolean} whether every criterion that is asked has points
     */
    isComplete(column) {
        if (!column.open) {
            return column.is_scored;
        }
        return this.state.matrix.criteria.every(
            (criterion) => !criterion.active || column.cells[criterion.id].points !== ""
        );
    }

    total(column) {
        if (!column.open) {
            return column.total;
        }
        let [weighted, weights] = [0, 0];
        for (const criterion of this.state.matrix.criteria) {
            const {points, weight} = column.cells[criterion.id];
            if (criterion.active && points !== "") {
                weighted += Number(points) * weight;
                weights += weight;
            }
        }
        // As rules/scoring.py: tenths, half up
        return weights
            ? Math.floor((200 * weighted + weights) / (2 * weights)) / 10
            : 0;
    }

    isBest(column) {
        const totals = this.state.matrix.packages
            .filter((other) => this.isComplete(other))
            .filter((other) => !this.isOut(other))
            .map((other) => this.total(other));
        return (
            this.isComplete(column) &&
            !this.isOut(column) &&
            this.total(column) === Math.max(...totals)
        );
    }

    isOut(column) {
        const settled = this.state.matrix.packages.some((other) =>
            ["accepted", "done"].includes(other.state)
        );
        const out = ["rejected", "declined"];
        return (settled ? out : [...out, "withdrawn", "cancelled"]).includes(
            column.state
        );
    }

    shown(column) {
        return formatFloat(this.total(column), {digits: [16, 1]});
    }

    given(column) {
        return Object.values(column.cells).filter((cell) => cell.points !== "").length;
    }

    key(column, criterion) {
        return `${column.id}/${criterion.id}`;
    }

    onInput(column, criterion, ev) {
        const typed = ev.target.value.replace(/\D/g, "").slice(0, 2);
        const points = typed === "" ? "" : String(Math.min(Number(typed), MOST_POINTS));
        ev.target.value = points;
        column.cells[criterion.id].points = points;
        this.state.changed.add(this.key(column, criterion));
    }

    onNote(column, criterion, ev) {
        column.cells[criterion.id].note = ev.target.value;
        this.state.changed.add(this.key(column, criterion));
    }

    /**
     * Arrows and Enter go from cell to cell, as in a spreadsheet.
     *
     * @param {Number} row of the cell
     * @param {Number} col of the cell
     * @param {KeyboardEvent} ev
     */
    onKey(row, col, ev) {
        const move = MOVES[ev.key];
        if (!move || ev.altKey || ev.ctrlKey || ev.metaKey) {
            return;
        }
        ev.preventDefault();
        const rows = this.state.matrix.criteria.length;
        let [toRow, toCol] = [row + move[0], col + move[1]];
        // From the last criterion on to the next package
        if (ev.key === "Enter" && toRow === rows) {
            [toRow, toCol] = [0, col + 1];
        }
        this.focus(toRow, toCol, move);
    }

    focus(row, col, move) {
        const {criteria, packages} = this.state.matrix;
        let [toRow, toCol] = [row, col];
        while (criteria[toRow] && packages[toCol]) {
            const cell = this.table.el.querySelector(
                `input[data-cell="${toRow}/${toCol}"]`
            );
            if (cell) {
                cell.focus();
                cell.select();
                return;
            }
            toRow += move[0];
            toCol += move[1];
        }
    }

    toggleNotes() {
        this.state.notes = !this.state.notes;
    }

    cells() {
        const cells = [];
        for (const column of this.state.matrix.packages) {
            for (const criterion of this.state.matrix.criteria) {
                if (this.state.changed.has(this.key(column, criterion))) {
                    const {points, note} = column.cells[criterion.id];
                    cells.push({
                        solution_id: column.id,
                        criterion_id: criterion.id,
                        points: points === "" ? false : Number(points),
                        note: note || false,
                    });
                }
            }
        }
        return cells;
    }

    async save() {
        if (!this.state.changed.size) {
            return;
        }
        this.take(
            await this.orm.call("helpdesk.ticket", "save_scores", [[this.caseId]], {
                scores: this.cells(),
            })
        );
        this.notification.add(_t("Saved."), {type: "success"});
    }

    async leave() {
        await this.save();
        return true;
    }

    async discard() {
        this.state.changed.clear();
        await this.load();
    }

    async back() {
        await this.save();
        return this.run("helpdesk.ticket", "action_open_complaint", this.caseId);
    }

    async sideBySide() {
        await this.save();
        return this.run("helpdesk.ticket", "action_side_by_side", this.caseId);
    }

    openPackage(column) {
        return this.run("complaint.solution", "action_open_package", column.id);
    }

    async run(model, method, id) {
        return this.action.doAction(await this.orm.call(model, method, [[id]]));
    }
}

registry.category("actions").add("retail_complaint_score_matrix", ScoreMatrix);
